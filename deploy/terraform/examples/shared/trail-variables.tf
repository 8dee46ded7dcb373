# What a trail is asked.

variable "organization_id" {
  description = "Records all accounts of this organization (o-...). Apply it in the organization's management account."
  type        = string
  default     = null

  validation {
    condition     = var.organization_id == null || can(regex("^o-[a-z0-9]{10,32}$", var.organization_id))
    error_message = "organization_id must look like o-a1b2c3d4e5."
  }
}

variable "include_read_events" {
  description = "Records calls that only read, too. Mooring drops them; whoever investigates may want them."
  type        = bool
  default     = true
  nullable    = false
}

variable "log_retention_days" {
  description = "After how many days the trail's files expire. null keeps them."
  type        = number
  default     = 90

  validation {
    condition     = var.log_retention_days == null || try(var.log_retention_days >= 7 && floor(var.log_retention_days) == var.log_retention_days, false)
    error_message = "log_retention_days must be a whole number from 7 on, or null."
  }
}

variable "delete_logs_on_destroy" {
  description = "Lets terraform destroy delete the bucket with all its files. Otherwise a bucket with files stays and destroy says so."
  type        = bool
  default     = false
  nullable    = false
}
