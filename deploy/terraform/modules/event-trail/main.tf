# The trail: it writes what happens in all regions of the account, or of the organization.

data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}

locals {
  account_id  = data.aws_caller_identity.current.account_id
  partition   = data.aws_partition.current.partition
  bucket_name = "${var.name}-${local.account_id}-${var.region}"

  # Put together here and not taken from the trail: the bucket must name it before it exists.
  trail_arn = "arn:${local.partition}:cloudtrail:${var.region}:${local.account_id}:trail/${var.name}"
}

resource "aws_cloudtrail" "events" {
  name           = var.name
  s3_bucket_name = aws_s3_bucket.logs.id
  kms_key_id     = var.kms_key == null ? null : var.kms_key.arn

  # IAM, CloudFront, Route 53 and others report in one region only; a change may happen in any.
  is_multi_region_trail         = true
  include_global_service_events = true
  is_organization_trail         = var.organization_id != null

  # Hourly signed digests, by which Mooring notices a file that was changed or taken away.
  enable_log_file_validation = true

  sns_topic_name             = var.sns_topic_name
  cloud_watch_logs_group_arn = var.log_group == null ? null : "${var.log_group.arn}:*"
  cloud_watch_logs_role_arn  = var.log_group == null ? null : var.log_group.role_arn

  # Management events only: reads and writes of data (objects, items) cost extra and change no configuration.
  event_selector {
    read_write_type           = var.include_read_events ? "All" : "WriteOnly"
    include_management_events = true
  }

  depends_on = [aws_s3_bucket_policy.logs, var.wait_for]
}
