# What every event source is asked. The values Mooring wrote for you are in mooring.auto.tfvars.json.

variable "name" {
  description = "Name of what is made here: queue, rule, trail, stream; buckets have the account and the region behind it."
  type        = string
  default     = "mooring-events"
  nullable    = false

  validation {
    # So short that a bucket's 63 characters hold it, the account's 12 digits and the longest region.
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{1,28})[a-z0-9]$", var.name))
    error_message = "name must be 3 to 30 lower-case letters, digits or dashes, no dash at either end."
  }
}

variable "attach_to_role_name" {
  description = "The scanner role, by name, to put the read policy on. Without it, the policy is only printed."
  type        = string
  default     = null

  validation {
    condition     = var.attach_to_role_name == null || can(regex("^[A-Za-z0-9_+=,.@-]{1,64}$", var.attach_to_role_name))
    error_message = "attach_to_role_name must be the name of a role, not its ARN: 1 to 64 letters, digits or _ + = , . @ -"
  }
}

variable "encryption" {
  description = "aws: the services' own keys (SSE-S3, SSE-SQS and their like). kms: a key of yours."
  type        = string
  default     = "aws"
  nullable    = false

  validation {
    condition     = contains(["aws", "kms"], var.encryption)
    error_message = "encryption must be aws or kms."
  }
}

variable "kms_key_arn" {
  description = "The key for encryption = \"kms\". Without it, one is made. modules/event-key shows what its policy must allow."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key (not of an alias), such as arn:aws:kms:eu-west-1:123456789012:key/..."
  }
}

locals {
  wants_key = var.encryption == "kms" && var.kms_key_arn == null
  given_key = var.encryption == "kms" && var.kms_key_arn != null ? { arn = var.kms_key_arn } : null
  kms_key   = local.makes_key ? { arn = module.key[0].arn } : local.given_key

  # A role holds one inline policy of a name: the region keeps those of several queues apart.
  policy_name = "${var.name}-${local.event_source_type}-${var.region}"
}

data "aws_caller_identity" "current" {}

output "event_source_type" {
  description = "The strategy to choose in Mooring."
  value       = local.event_source_type
}

output "event_source_config" {
  description = "The event source's config, as JSON: paste it into the form."
  value       = jsonencode(local.event_source_config)
}

output "read_policy_json" {
  description = "What the scanner role must be allowed, as an IAM policy. Already on it when attach_to_role_name is set."
  value       = module.access.read_policy_json
}
