# CloudTrail -> CloudWatch Logs group -> subscription -> Kinesis stream. Seconds, all events, and in order per shard.
# Every byte is paid for twice on the way (Logs, Kinesis): include_read_events = false makes it several times less.

variable "existing_log_group_name" {
  description = "The CloudWatch Logs group of a trail that is there already, in this region. Then only the stream and the subscription are made."
  type        = string
  default     = null

  validation {
    condition     = var.existing_log_group_name == null || can(regex("^[A-Za-z0-9_/.#-]{1,512}$", var.existing_log_group_name))
    error_message = "existing_log_group_name must be the name of a log group, not its ARN."
  }
}

variable "shard_count" {
  description = "Shards of the stream: 1 MB/s in and 2 MB/s out each. null: on demand, which costs more while little happens."
  type        = number
  default     = 1

  validation {
    condition     = var.shard_count == null || try(var.shard_count >= 1 && floor(var.shard_count) == var.shard_count, false)
    error_message = "shard_count must be a whole number from 1 on, or null."
  }
}

variable "stream_retention_hours" {
  description = "How long the stream keeps events while Mooring is away. More than 24 costs."
  type        = number
  default     = 24
  nullable    = false

  validation {
    condition     = var.stream_retention_hours >= 24 && var.stream_retention_hours <= 8760
    error_message = "stream_retention_hours must be 24 to 8760."
  }
}

locals {
  event_source_type = "kinesis"
  makes_trail       = var.existing_log_group_name == null
  makes_key         = local.wants_key

  event_source_config = {
    streamARN = aws_kinesis_stream.events.arn
    shardID   = ""
  }
}

resource "aws_kinesis_stream" "events" {
  name             = var.name
  shard_count      = var.shard_count
  retention_period = var.stream_retention_hours

  stream_mode_details {
    stream_mode = var.shard_count == null ? "ON_DEMAND" : "PROVISIONED"
  }

  # Kinesis's own key costs nothing by itself and needs no permission of readers in this account.
  encryption_type = "KMS"
  kms_key_id      = local.kms_key == null ? "alias/aws/kinesis" : local.kms_key.arn
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
  log_group              = { arn = aws_cloudwatch_log_group.events[0].arn, role_arn = aws_iam_role.trail_writes[0].arn }
  wait_for               = aws_iam_role_policy.trail_writes
}

# Only with encryption = "kms" and no kms_key_arn. One key for files, log group and stream.
module "key" {
  source = "./modules/event-key"
  count  = local.makes_key ? 1 : 0

  name          = var.name
  trail_arn     = local.makes_trail ? local.new_trail_arn : null
  log_group_arn = local.makes_trail ? local.new_log_group_arn : null
}

module "access" {
  source = "./modules/event-access"

  policy_name = local.policy_name
  role_name   = var.attach_to_role_name
  stream      = { arn = aws_kinesis_stream.events.arn }
  kms_keys    = local.kms_key == null ? [] : [local.kms_key]
}
