terraform {
  # Also for OpenTofu, from the same number on.
  required_version = ">= 1.3"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      # The first release in which an OIDC provider needs no certificate thumbprint.
      version = ">= 5.81"
    }
  }
}
