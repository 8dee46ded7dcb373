# CloudTrail -> bucket, which Mooring looks into. No queue, no topic: nothing else can break, and nothing else costs.

variable "existing_trail" {
  description = "The bucket of a trail that is there already, in this region. Then no trail and no bucket are made: a second copy of the same events costs."
  type = object({
    bucket_name = string
    prefix      = optional(string, "AWSLogs/")
    kms_key_arn = optional(string)
  })
  default = null

  validation {
    condition     = var.existing_trail == null || try(endswith(var.existing_trail.prefix, "AWSLogs/"), false)
    error_message = "existing_trail.prefix is what stands before the accounts' folders: AWSLogs/, or <the trail's prefix>/AWSLogs/."
  }
}

locals {
  event_source_type = "s3"
  makes_trail       = var.existing_trail == null
  makes_key         = local.wants_key && local.makes_trail

  bucket = {
    name   = local.makes_trail ? module.trail[0].bucket_name : var.existing_trail.bucket_name
    prefix = local.makes_trail ? "AWSLogs/" : var.existing_trail.prefix
  }

  # A bucket that is there already has its own key or none, whatever is said of new things.
  read_key  = local.makes_trail ? local.kms_key : try({ arn = coalesce(var.existing_trail.kms_key_arn) }, null)
  read_keys = local.read_key == null ? [] : [local.read_key]

  event_source_config = {
    bucketName = local.bucket.name
    prefix     = local.bucket.prefix
    region     = var.region
    accountID  = data.aws_caller_identity.current.account_id
  }
}

module "trail" {
  source = "./modules/event-trail"
  count  = local.makes_trail ? 1 : 0

  name                   = var.name
  region                 = var.region
  organization_id        = var.organization_id
  include_read_events    = var.include_read_events
  retention_days         = var.log_retention_days
  delete_logs_on_destroy = var.delete_logs_on_destroy
  kms_key                = local.kms_key
}

# Only with encryption = "kms" and no kms_key_arn. A bucket that is there already has chosen its own.
module "key" {
  source = "./modules/event-key"
  count  = local.makes_key ? 1 : 0

  name      = var.name
  trail_arn = module.trail[0].trail_arn
}

module "access" {
  source = "./modules/event-access"

  policy_name = local.policy_name
  role_name   = var.attach_to_role_name
  bucket      = local.bucket

  kms_keys = local.read_keys
}
