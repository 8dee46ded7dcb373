# How the notice of a new file gets into the queue: over a topic, or from the bucket itself.

data "aws_partition" "current" {}

locals {
  # Put together here, because topic, queue and key have to name what is made after them.
  new_trail_arn  = "arn:${data.aws_partition.current.partition}:cloudtrail:${var.region}:${data.aws_caller_identity.current.account_id}:trail/${var.name}"
  new_bucket_arn = "arn:${data.aws_partition.current.partition}:s3:::${var.name}-${data.aws_caller_identity.current.account_id}-${var.region}"
}

# The messages name files and hold nothing of them, so without a key of yours the topic is not encrypted.
resource "aws_sns_topic" "files" {
  count = local.makes_topic ? 1 : 0

  name              = var.name
  kms_master_key_id = local.kms_key == null ? null : local.kms_key.arn
}

data "aws_iam_policy_document" "topic" {
  count = local.makes_topic ? 1 : 0

  statement {
    sid       = "TheTrailTells"
    effect    = "Allow"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.files[0].arn]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [local.new_trail_arn]
    }
  }
}

resource "aws_sns_topic_policy" "files" {
  count = local.makes_topic ? 1 : 0

  arn    = aws_sns_topic.files[0].arn
  policy = data.aws_iam_policy_document.topic[0].json
}

resource "aws_sns_topic_subscription" "queue" {
  count = local.over_sns ? 1 : 0

  topic_arn = local.topic_arn
  protocol  = "sqs"
  endpoint  = module.queue.arn

  # Wrapped as SNS does it: Mooring can then tell which topic a message says it is from.
  raw_message_delivery = false

  redrive_policy = jsonencode({ deadLetterTargetArn = module.queue.dead_letters_arn })
}

# A bucket has one set of notifications: this must be the only place that sets them. The queue has to let S3 in before,
# because S3 tries it with a test message.
resource "aws_s3_bucket_notification" "files" {
  count = local.over_sns ? 0 : 1

  bucket = module.trail[0].bucket_name

  queue {
    id            = "mooring-queue"
    queue_arn     = module.queue.arn
    events        = ["s3:ObjectCreated:*"]
    filter_prefix = "AWSLogs/"
    filter_suffix = ".json.gz"
  }

  depends_on = [module.queue]
}
