# A trail over all regions, and its bucket. The queue does not read the files: they are there because CloudTrail
# hands events to EventBridge only where a trail logs, and because an account without a trail keeps no record.

module "trail" {
  source = "./modules/event-trail"

  name                   = var.name
  region                 = var.region
  organization_id        = var.organization_id
  include_read_events    = var.include_read_events
  retention_days         = var.log_retention_days
  delete_logs_on_destroy = var.delete_logs_on_destroy
  kms_key                = local.kms_key
}

# Only with encryption = "kms" and no kms_key_arn. One key for the files and the queue.
module "key" {
  source = "./modules/event-key"
  count  = local.makes_key ? 1 : 0

  name            = var.name
  trail_arn       = module.trail.trail_arn
  sender_services = ["events.amazonaws.com"]
}

output "s3_bucket_name" {
  description = "The bucket with the trail's files. An event source of strategy s3 can read it as well."
  value       = module.trail.bucket_name
}

output "trail_arn" {
  description = "The trail."
  value       = module.trail.trail_arn
}
