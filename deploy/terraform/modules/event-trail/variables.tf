variable "name" {
  description = "Name of the trail, and the beginning of the bucket's."
  type        = string
  nullable    = false
}

variable "region" {
  description = "The trail's home region, where the bucket is as well. The provider must be set to it."
  type        = string
  nullable    = false
}

variable "organization_id" {
  description = "Records all accounts of this organization. Only its management account can make such a trail."
  type        = string
  default     = null
}

variable "include_read_events" {
  description = "Records calls that only read, too. Mooring does not need them; whoever investigates may."
  type        = bool
  default     = true
  nullable    = false
}

# An object and not the ARN itself: whether there is a key must be known before the key is made.
variable "kms_key" {
  description = "Your own key for the files. Its policy must let CloudTrail use it."
  type        = object({ arn = string })
  default     = null
}

variable "retention_days" {
  description = "After how many days files expire. null keeps them."
  type        = number
  default     = 90
}

variable "delete_logs_on_destroy" {
  description = "Lets terraform destroy delete a bucket that has files in it."
  type        = bool
  default     = false
  nullable    = false
}

variable "sns_topic_name" {
  description = "Topic in the same region to tell about each file."
  type        = string
  default     = null
}

variable "log_group" {
  description = "CloudWatch Logs group to write to as well, and the role by which CloudTrail does."
  type        = object({ arn = string, role_arn = string })
  default     = null
}

# Not depends_on of the whole module: its data would be unknown in every plan that touches what it waits for.
variable "wait_for" {
  description = "What must be there before the trail: while CloudTrail makes it, it tries its topic and its role."
  type        = any
  default     = null
}
