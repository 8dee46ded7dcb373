# EventBridge rule -> queue, for one region of one account. It needs a trail that logs management events here.
# The rule and the queue are in the same region, so each region has its own pair, and an event source in Mooring.

locals {
  event_source_type = "eventbridge"
  makes_key         = local.wants_key

  event_source_config = {
    queueURL  = module.queue.url
    region    = var.region
    accountID = data.aws_caller_identity.current.account_id
  }
}

module "rule" {
  source = "./modules/event-rule"

  name             = var.name
  queue_arn        = module.queue.arn
  dead_letters_arn = module.queue.dead_letters_arn
}

module "queue" {
  source = "./modules/event-queue"

  name    = var.name
  sender  = { service = "events.amazonaws.com", arn = module.rule.arn }
  kms_key = local.kms_key
}

module "access" {
  source = "./modules/event-access"

  policy_name = local.policy_name
  role_name   = var.attach_to_role_name
  queue       = { arn = module.queue.arn }
  kms_keys    = local.kms_key == null ? [] : [local.kms_key]
}
