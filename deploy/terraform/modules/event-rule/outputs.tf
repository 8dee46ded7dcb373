output "arn" {
  description = "The rule's ARN: the only sender that the queue needs to let in."
  value       = aws_cloudwatch_event_rule.changes.arn
}
