# Every change that CloudTrail reports in this region goes to the queue, seconds after the call.
# A rule sees the events of its own account and region, and only while a trail logs there.

resource "aws_cloudwatch_event_rule" "changes" {
  name        = var.name
  description = "Calls that changed something, for Mooring's inventory."

  event_pattern = jsonencode({
    # What people and programs called, and what a service did by itself, such as deleting a key after its waiting time.
    "detail-type" = ["AWS API Call via CloudTrail", "AWS Service Event via CloudTrail"]

    # Not what only read. Some records say it in a string, and old ones not at all: those are let through.
    detail = {
      readOnly = [false, "false", { exists = false }]
    }
  })
}

resource "aws_cloudwatch_event_target" "queue" {
  rule      = aws_cloudwatch_event_rule.changes.name
  target_id = "mooring-queue"
  arn       = var.queue_arn

  # A day of trying, then the dead letters.
  retry_policy {
    maximum_event_age_in_seconds = 86400
    maximum_retry_attempts       = 185
  }

  dead_letter_config {
    arn = var.dead_letters_arn
  }
}
