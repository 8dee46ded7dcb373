# Which account: whoever your usual AWS sign-in says you are. No credential belongs in these files.

variable "region" {
  description = "Any region of the account's partition. What is made here is global to the account."
  type        = string
  default     = "us-east-1"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2,}(-[a-z]+)+-[0-9]+$", var.region))
    error_message = "region must look like eu-west-1."
  }
}

variable "aws_endpoint_url" {
  description = "Another place than AWS to talk to: Mooring's sandbox. Leave it out for a real account."
  type        = string
  default     = null
}

provider "aws" {
  region = var.region

  # Empty for a real account: the provider then uses AWS's own addresses.
  dynamic "endpoints" {
    for_each = var.aws_endpoint_url == null ? [] : [var.aws_endpoint_url]

    content {
      iam = endpoints.value
      sts = endpoints.value
    }
  }
}
