# The queue that Mooring reads, and one beside it for messages that nobody could handle.
# Only the one sender below can write to them, and only over TLS.

locals {
  queue_arns = {
    events       = aws_sqs_queue.events.arn
    dead_letters = aws_sqs_queue.dead_letters.arn
  }
}

data "aws_caller_identity" "current" {}

resource "aws_sqs_queue" "events" {
  name = var.name

  # How long events wait while Mooring is away. After that the next scan finds the change, without its author.
  message_retention_seconds = var.retention_seconds

  # A message that was taken comes back after this long unless it was deleted, which happens after the commit.
  visibility_timeout_seconds = var.visibility_timeout_seconds

  # Empty answers cost money too: an asker waits up to 20 s for the next message.
  receive_wait_time_seconds = 20

  # Encrypted with SQS's own key, unless there is one of yours.
  sqs_managed_sse_enabled           = var.kms_key == null ? true : null
  kms_master_key_id                 = var.kms_key == null ? null : var.kms_key.arn
  kms_data_key_reuse_period_seconds = var.kms_key == null ? null : 3600
}

resource "aws_sqs_queue" "dead_letters" {
  name = "${var.name}-dead-letters"

  # As long as SQS can. A message keeps the age it had, so this must be longer than the queue's own retention.
  message_retention_seconds = 1209600

  sqs_managed_sse_enabled           = var.kms_key == null ? true : null
  kms_master_key_id                 = var.kms_key == null ? null : var.kms_key.arn
  kms_data_key_reuse_period_seconds = var.kms_key == null ? null : 3600
}

# Being received counts, not being refused: a sensor that is killed ten times in a row also uses this up.
# Apart from the queues, so that both are made at once: the provider waits half a minute for each.
resource "aws_sqs_queue_redrive_policy" "events" {
  queue_url = aws_sqs_queue.events.url

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters.arn
    maxReceiveCount     = var.max_receive_count
  })
}

# No other queue of the account may use these dead letters.
resource "aws_sqs_queue_redrive_allow_policy" "dead_letters" {
  queue_url = aws_sqs_queue.dead_letters.url

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.events.arn]
  })
}

data "aws_iam_policy_document" "queue" {
  for_each = local.queue_arns

  # The service alone would let anybody's rule or topic write here: the ARN names the one that may.
  # The dead letters take from it too: what it could not deliver. S3 has no such thing and retries by itself.
  dynamic "statement" {
    for_each = each.key == "events" || var.sender.service != "s3.amazonaws.com" ? [var.sender] : []

    content {
      sid       = "OneSender"
      effect    = "Allow"
      actions   = ["sqs:SendMessage"]
      resources = [each.value]

      principals {
        type        = "Service"
        identifiers = [statement.value.service]
      }

      condition {
        test     = "ArnEquals"
        variable = "aws:SourceArn"
        values   = [statement.value.arn]
      }

      # A bucket's ARN has no account in it, and its name may one day belong to somebody else.
      dynamic "condition" {
        for_each = statement.value.service == "s3.amazonaws.com" ? [data.aws_caller_identity.current.account_id] : []

        content {
          test     = "StringEquals"
          variable = "aws:SourceAccount"
          values   = [condition.value]
        }
      }
    }
  }

  statement {
    sid       = "OnlyOverTls"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = [each.value]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_sqs_queue_policy" "events" {
  queue_url = aws_sqs_queue.events.url
  policy    = data.aws_iam_policy_document.queue["events"].json
}

resource "aws_sqs_queue_policy" "dead_letters" {
  queue_url = aws_sqs_queue.dead_letters.url
  policy    = data.aws_iam_policy_document.queue["dead_letters"].json
}
