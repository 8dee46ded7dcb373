output "url" {
  description = "The queue's URL."
  value       = aws_sqs_queue.events.url

  # Whoever uses the URL wants a queue that already lets its sender in.
  depends_on = [aws_sqs_queue_policy.events, aws_sqs_queue_redrive_policy.events]
}

output "arn" {
  description = "The queue's ARN."
  value       = aws_sqs_queue.events.arn
}

output "dead_letters_arn" {
  description = "ARN of the queue for dead letters."
  value       = aws_sqs_queue.dead_letters.arn
}
