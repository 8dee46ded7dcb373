output "bucket_name" {
  description = "The bucket with the trail's files."
  value       = aws_s3_bucket.logs.id
}

output "bucket_arn" {
  description = "The bucket's ARN."
  value       = aws_s3_bucket.logs.arn
}

# Known before the trail is made, so that keys and topics can name it.
output "trail_arn" {
  description = "The trail's ARN."
  value       = local.trail_arn
}
