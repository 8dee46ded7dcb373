# Only with encryption = "kms" and no kms_key_arn.
module "key" {
  source = "./modules/event-key"
  count  = local.makes_key ? 1 : 0

  name            = var.name
  sender_services = ["events.amazonaws.com"]
}
