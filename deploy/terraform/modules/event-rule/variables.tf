variable "name" {
  description = "Name of the rule."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9._-]{1,64}$", var.name))
    error_message = "name must be 1 to 64 letters, digits, dots, dashes or underscores."
  }
}

variable "queue_arn" {
  description = "The queue to send to, in the same region: no other is possible."
  type        = string
  nullable    = false
}

variable "dead_letters_arn" {
  description = "The queue for events that could not be delivered."
  type        = string
  nullable    = false
}
