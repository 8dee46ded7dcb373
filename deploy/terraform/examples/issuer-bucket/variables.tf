variable "region" {
  description = "Region of the bucket. It is part of the issuer's URL."
  type        = string
  default     = "us-east-1"
  nullable    = false
}

variable "bucket_name" {
  description = "Name of the bucket, without dots: a dot breaks the certificate of the bucket's https address."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.bucket_name))
    error_message = "bucket_name must be 3 to 63 lower-case letters, digits or dashes."
  }
}

variable "workspace_id" {
  description = "The workspace whose issuer this is."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.workspace_id))
    error_message = "workspace_id must be a workspace's id (a UUID in lower case)."
  }
}

variable "documents_folder" {
  description = "Folder with the two exported files, openid-configuration and keys."
  type        = string
  nullable    = false
}

variable "tags" {
  description = "Tags for the bucket."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "aws_endpoint_url" {
  description = "Another place than AWS to talk to, for trying this out. Leave it out for a real account."
  type        = string
  default     = null
}
