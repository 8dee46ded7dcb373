# The way from the trail to the stream, with a role for each step: CloudTrail writes to the group, Logs to the stream.

data "aws_partition" "current" {}

variable "log_group_retention_days" {
  description = "How long the log group keeps events. Mooring does not read them there."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_group_retention_days)
    error_message = "log_group_retention_days must be one that CloudWatch Logs offers: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545 or 731."
  }
}

locals {
  account_id = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition

  # Put together here, because the key has to name what is made after it.
  new_trail_arn     = "arn:${local.partition}:cloudtrail:${var.region}:${local.account_id}:trail/${var.name}"
  log_group_name    = local.makes_trail ? "/mooring/${var.name}" : var.existing_log_group_name
  new_log_group_arn = "arn:${local.partition}:logs:${var.region}:${local.account_id}:log-group:${local.log_group_name}"
}

resource "aws_cloudwatch_log_group" "events" {
  count = local.makes_trail ? 1 : 0

  name              = local.log_group_name
  retention_in_days = var.log_group_retention_days
  kms_key_id        = local.kms_key == null ? null : local.kms_key.arn
}

data "aws_iam_policy_document" "cloudtrail" {
  statement {
    effect  = "Allow"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
  }
}

# The role can do one thing only, which is why CloudTrail alone is enough of a condition above.
data "aws_iam_policy_document" "trail_writes" {
  statement {
    sid     = "TheTrailWrites"
    effect  = "Allow"
    actions = ["logs:CreateLogStream", "logs:PutLogEvents"]

    # CloudTrail calls its log streams <account>_CloudTrail_<region>, an organization's <organization>_<account>_...
    resources = [
      for owner in compact([local.account_id, var.organization_id]) : "${local.new_log_group_arn}:log-stream:${owner}_*"
    ]
  }
}

resource "aws_iam_role" "trail_writes" {
  count = local.makes_trail ? 1 : 0

  name               = "${var.name}-trail-${var.region}"
  description        = "CloudTrail writes events for Mooring to CloudWatch Logs."
  assume_role_policy = data.aws_iam_policy_document.cloudtrail.json
}

resource "aws_iam_role_policy" "trail_writes" {
  count = local.makes_trail ? 1 : 0

  name   = "write-to-log-group"
  role   = aws_iam_role.trail_writes[0].id
  policy = data.aws_iam_policy_document.trail_writes.json
}

data "aws_iam_policy_document" "logs" {
  statement {
    effect  = "Allow"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["logs.amazonaws.com"]
    }

    # Without it, somebody else's log group could be made to write here.
    condition {
      test     = "StringLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:logs:${var.region}:${local.account_id}:*"]
    }
  }
}

data "aws_iam_policy_document" "subscription_writes" {
  statement {
    sid       = "TheSubscriptionWrites"
    effect    = "Allow"
    actions   = ["kinesis:PutRecord", "kinesis:PutRecords"]
    resources = [aws_kinesis_stream.events.arn]
  }

  dynamic "statement" {
    for_each = local.kms_key == null ? [] : [local.kms_key]

    content {
      sid       = "TheStreamEncrypts"
      effect    = "Allow"
      actions   = ["kms:GenerateDataKey"]
      resources = [statement.value.arn]
    }
  }
}

resource "aws_iam_role" "subscription_writes" {
  name               = "${var.name}-stream-${var.region}"
  description        = "CloudWatch Logs writes events for Mooring to Kinesis."
  assume_role_policy = data.aws_iam_policy_document.logs.json
}

resource "aws_iam_role_policy" "subscription_writes" {
  name   = "write-to-stream"
  role   = aws_iam_role.subscription_writes.id
  policy = data.aws_iam_policy_document.subscription_writes.json
}

# A log group has room for two of these. Everything of one log stream goes to one shard, in order.
resource "aws_cloudwatch_log_subscription_filter" "events" {
  name            = var.name
  log_group_name  = local.makes_trail ? aws_cloudwatch_log_group.events[0].name : var.existing_log_group_name
  filter_pattern  = ""
  destination_arn = aws_kinesis_stream.events.arn
  role_arn        = aws_iam_role.subscription_writes.arn
  distribution    = "ByLogStream"

  depends_on = [aws_iam_role_policy.subscription_writes]
}
