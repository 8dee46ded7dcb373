# What the scanner role needs to read one event source: these actions on these objects, nothing else.
# lib/terraform/event-source-policy.ts says the same for sources that were not made here; a test compares the two.

data "aws_partition" "current" {}

locals {
  # The folders of logs and of their digests lie next to each other below the prefix.
  bucket_arn = var.bucket == null ? null : "arn:${data.aws_partition.current.partition}:s3:::${var.bucket.name}"
}

data "aws_iam_policy_document" "read" {
  # Changing the visibility lets a slow batch keep its messages; without it they come a second time, which does no harm.
  dynamic "statement" {
    for_each = var.queue == null ? [] : [var.queue]

    content {
      sid       = "MooringReadsTheQueue"
      effect    = "Allow"
      actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"]
      resources = [statement.value.arn]
    }
  }

  dynamic "statement" {
    for_each = var.bucket == null ? [] : [var.bucket]

    content {
      sid       = "MooringReadsTheLogs"
      effect    = "Allow"
      actions   = ["s3:GetObject"]
      resources = ["${local.bucket_arn}/${statement.value.prefix}*"]
    }
  }

  dynamic "statement" {
    for_each = var.bucket == null ? [] : [var.bucket]

    content {
      sid       = "MooringListsTheLogs"
      effect    = "Allow"
      actions   = ["s3:ListBucket"]
      resources = [local.bucket_arn]

      condition {
        test     = "StringLike"
        variable = "s3:prefix"
        values   = ["${statement.value.prefix}*"]
      }
    }
  }

  # Apart from the list, because this question has no prefix.
  dynamic "statement" {
    for_each = var.bucket == null ? [] : [var.bucket]

    content {
      sid       = "MooringFindsTheBucket"
      effect    = "Allow"
      actions   = ["s3:GetBucketLocation"]
      resources = [local.bucket_arn]
    }
  }

  # The public keys of the digests. AWS offers no narrower resource.
  dynamic "statement" {
    for_each = var.bucket == null ? [] : [var.bucket]

    content {
      sid       = "MooringVerifiesTheLogs"
      effect    = "Allow"
      actions   = ["cloudtrail:ListPublicKeys"]
      resources = ["*"]
    }
  }

  dynamic "statement" {
    for_each = var.stream == null ? [] : [var.stream]

    content {
      sid       = "MooringReadsTheStream"
      effect    = "Allow"
      actions   = ["kinesis:DescribeStreamSummary", "kinesis:ListShards", "kinesis:GetShardIterator", "kinesis:GetRecords"]
      resources = [statement.value.arn]
    }
  }

  dynamic "statement" {
    for_each = length(var.kms_keys) == 0 ? [] : [var.kms_keys]

    content {
      sid       = "MooringDecrypts"
      effect    = "Allow"
      actions   = ["kms:Decrypt"]
      resources = [for key in statement.value : key.arn]
    }
  }
}

# On the role that onboarding made. It is changed by this one inline policy and is not otherwise managed here.
resource "aws_iam_role_policy" "read" {
  count = var.role_name == null ? 0 : 1

  name   = var.policy_name
  role   = var.role_name
  policy = data.aws_iam_policy_document.read.json
}
