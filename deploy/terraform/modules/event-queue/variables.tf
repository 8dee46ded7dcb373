variable "name" {
  description = "Name of the queue. The queue for dead letters has -dead-letters behind it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,67}$", var.name))
    error_message = "name must be 1 to 67 letters, digits, dashes or underscores."
  }
}

variable "sender" {
  description = "Who may write to the queue: the service, and the one rule, topic or bucket of it."
  type        = object({ service = string, arn = string })
  nullable    = false

  validation {
    condition     = contains(["events.amazonaws.com", "sns.amazonaws.com", "s3.amazonaws.com"], var.sender.service)
    error_message = "sender.service must be events.amazonaws.com, sns.amazonaws.com or s3.amazonaws.com."
  }
}

# An object and not the ARN itself: whether there is a key must be known before the key is made.
variable "kms_key" {
  description = "Your own key to encrypt with. Its policy must let the sender use it."
  type        = object({ arn = string })
  default     = null
}

variable "retention_seconds" {
  description = "How long a message waits to be read."
  type        = number
  default     = 604800
  nullable    = false

  validation {
    condition     = var.retention_seconds >= 3600 && var.retention_seconds < 1209600
    error_message = "retention_seconds must be at least an hour and less than the 14 days of the dead letters."
  }
}

variable "visibility_timeout_seconds" {
  description = "How long a message that was taken stays hidden from other readers."
  type        = number
  default     = 120
  nullable    = false

  validation {
    condition     = var.visibility_timeout_seconds >= 30 && var.visibility_timeout_seconds <= 43200
    error_message = "visibility_timeout_seconds must be 30 to 43200."
  }
}

variable "max_receive_count" {
  description = "How often a message is taken without being deleted before it becomes a dead letter."
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition     = var.max_receive_count >= 3 && var.max_receive_count <= 1000
    error_message = "max_receive_count must be 3 to 1000."
  }
}
