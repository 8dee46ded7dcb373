variable "name" {
  description = "The key's alias."
  type        = string
  nullable    = false
}

variable "trail_arn" {
  description = "The trail that encrypts its files with the key, where there is one."
  type        = string
  default     = null
}

variable "sender_services" {
  description = "Services that write to an encrypted queue or topic: events.amazonaws.com, sns.amazonaws.com, s3.amazonaws.com, cloudtrail.amazonaws.com."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "log_group_arn" {
  description = "The CloudWatch Logs group that is encrypted with the key, where there is one."
  type        = string
  default     = null
}
