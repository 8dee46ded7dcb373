# CloudTrail -> bucket -> notice of each new file -> queue. Mooring takes the notice and fetches the file.

variable "existing_trail" {
  description = "A trail that is there already: its bucket, and the SNS topic that it tells about each file. Then only the queue and its subscription are made."
  type = object({
    bucket_name = string
    prefix      = optional(string, "AWSLogs/")
    topic_arn   = string
    kms_key_arn = optional(string)
  })
  default = null

  validation {
    condition     = var.existing_trail == null || try(endswith(var.existing_trail.prefix, "AWSLogs/"), false)
    error_message = "existing_trail.prefix is what stands before the accounts' folders: AWSLogs/, or <the trail's prefix>/AWSLogs/."
  }

  validation {
    condition     = var.existing_trail == null || can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$", var.existing_trail.topic_arn))
    error_message = "existing_trail.topic_arn must be the ARN of the trail's SNS topic. A trail without one: aws cloudtrail update-trail --sns-topic-name."
  }
}

variable "notification" {
  description = "Who tells of a new file. sns: the trail, over a topic that others can subscribe to as well. s3: the bucket itself, with one part less."
  type        = string
  default     = "sns"
  nullable    = false

  validation {
    condition     = contains(["sns", "s3"], var.notification)
    error_message = "notification must be sns or s3."
  }
}

locals {
  event_source_type = "sqs"
  makes_trail       = var.existing_trail == null
  makes_key         = local.wants_key

  over_sns    = var.notification == "sns" || !local.makes_trail
  makes_topic = local.over_sns && local.makes_trail
  topic_arn   = local.makes_topic ? aws_sns_topic.files[0].arn : try(var.existing_trail.topic_arn, null)

  bucket = {
    name   = local.makes_trail ? module.trail[0].bucket_name : var.existing_trail.bucket_name
    prefix = local.makes_trail ? "AWSLogs/" : var.existing_trail.prefix
  }

  # What is made here has one key. A bucket that is there already may have another.
  bucket_key = local.makes_trail ? null : try({ arn = coalesce(var.existing_trail.kms_key_arn) }, null)
  read_keys  = [for key in [local.kms_key, local.bucket_key] : key if key != null]

  event_source_config = {
    queueURL  = module.queue.url
    region    = var.region
    accountID = data.aws_caller_identity.current.account_id
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
  sns_topic_name         = local.makes_topic ? aws_sns_topic.files[0].name : null
  wait_for               = aws_sns_topic_policy.files
}

module "queue" {
  source = "./modules/event-queue"

  name    = var.name
  sender  = local.over_sns ? { service = "sns.amazonaws.com", arn = local.topic_arn } : { service = "s3.amazonaws.com", arn = local.new_bucket_arn }
  kms_key = local.kms_key

  # Files of several megabytes take longer than single events.
  visibility_timeout_seconds = 300
}

# Only with encryption = "kms" and no kms_key_arn. One key for files, topic and queue.
module "key" {
  source = "./modules/event-key"
  count  = local.makes_key ? 1 : 0

  name            = var.name
  trail_arn       = local.makes_trail ? local.new_trail_arn : null
  sender_services = local.over_sns ? ["sns.amazonaws.com", "cloudtrail.amazonaws.com"] : ["s3.amazonaws.com"]
}

module "access" {
  source = "./modules/event-access"

  policy_name = local.policy_name
  role_name   = var.attach_to_role_name
  queue       = { arn = module.queue.arn }
  bucket      = local.bucket
  kms_keys    = local.read_keys
}
