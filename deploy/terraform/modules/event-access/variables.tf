variable "policy_name" {
  description = "Name of the inline policy. Each source needs its own."
  type        = string
  nullable    = false
}

variable "role_name" {
  description = "The scanner role to put the policy on. Without it, the policy is only printed."
  type        = string
  default     = null
}

# Objects and not the ARNs themselves: which statements there are must be known before the things are made.
variable "queue" {
  description = "The queue to read."
  type        = object({ arn = string })
  default     = null
}

variable "bucket" {
  description = "The bucket with the files, and what their keys begin with."
  type        = object({ name = string, prefix = string })
  default     = null
}

variable "stream" {
  description = "The Kinesis stream to read."
  type        = object({ arn = string })
  default     = null
}

variable "kms_keys" {
  description = "The keys that these are encrypted with, where they are your own."
  type        = list(object({ arn = string }))
  default     = []
  nullable    = false
}
