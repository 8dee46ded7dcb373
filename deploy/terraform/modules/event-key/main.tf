# One key for everything that this configuration stores. Made only when you ask for it: encryption = "kms".

data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}

data "aws_iam_policy_document" "key" {
  # The account's administrators manage the key, and IAM policies decide who reads: the scanner role by its read policy.
  statement {
    sid       = "TheAccountDecides"
    effect    = "Allow"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
  }

  # CloudTrail names the trail in the encryption context, so the key works for no other.
  dynamic "statement" {
    for_each = var.trail_arn == null ? [] : [var.trail_arn]

    content {
      sid       = "TheTrailEncrypts"
      effect    = "Allow"
      actions   = ["kms:GenerateDataKey*"]
      resources = ["*"]

      principals {
        type        = "Service"
        identifiers = ["cloudtrail.amazonaws.com"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceArn"
        values   = [statement.value]
      }

      condition {
        test     = "StringLike"
        variable = "kms:EncryptionContext:aws:cloudtrail:arn"
        values   = ["arn:${data.aws_partition.current.partition}:cloudtrail:*:${data.aws_caller_identity.current.account_id}:trail/*"]
      }
    }
  }

  dynamic "statement" {
    for_each = var.trail_arn == null ? [] : [var.trail_arn]

    content {
      sid       = "TheTrailLooksAtTheKey"
      effect    = "Allow"
      actions   = ["kms:DescribeKey"]
      resources = ["*"]

      principals {
        type        = "Service"
        identifiers = ["cloudtrail.amazonaws.com"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceArn"
        values   = [statement.value]
      }
    }
  }

  # A service that writes to an encrypted queue or topic uses the key itself.
  dynamic "statement" {
    for_each = length(var.sender_services) == 0 ? [] : [var.sender_services]

    content {
      sid       = "SendersEncrypt"
      effect    = "Allow"
      actions   = ["kms:GenerateDataKey", "kms:Decrypt"]
      resources = ["*"]

      principals {
        type        = "Service"
        identifiers = statement.value
      }

      # Not the ARN of rule or topic: those are made with this key, and not every service sends it along.
      condition {
        test     = "StringEqualsIfExists"
        variable = "aws:SourceAccount"
        values   = [data.aws_caller_identity.current.account_id]
      }
    }
  }

  # CloudWatch Logs encrypts the one log group, and names it in the encryption context.
  dynamic "statement" {
    for_each = var.log_group_arn == null ? [] : [var.log_group_arn]

    content {
      sid       = "TheLogGroupEncrypts"
      effect    = "Allow"
      actions   = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
      resources = ["*"]

      principals {
        type        = "Service"
        identifiers = ["logs.amazonaws.com"]
      }

      condition {
        test     = "ArnEquals"
        variable = "kms:EncryptionContext:aws:logs:arn"
        values   = [statement.value]
      }
    }
  }
}

resource "aws_kms_key" "events" {
  description             = "${var.name}: CloudTrail events for Mooring."
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = data.aws_iam_policy_document.key.json
}

resource "aws_kms_alias" "events" {
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.events.key_id
}
