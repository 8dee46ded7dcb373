# Without a default: the first region has its queue from the quickstart.
variable "region" {
  description = "The region to add. Its changes come through a rule and a queue of its own."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2,}(-[a-z]+)+-[0-9]+$", var.region))
    error_message = "region must look like eu-west-1."
  }
}
