# The values Mooring wrote for you are in mooring.auto.tfvars.json.

variable "integration_name" {
  description = "The integration's name in Mooring. Shown in the role's description."
  type        = string
  default     = "unnamed"
  nullable    = false

  validation {
    condition     = length(var.integration_name) >= 1 && length(var.integration_name) <= 200
    error_message = "integration_name must have 1 to 200 characters."
  }
}

variable "issuer_url" {
  description = "Who signs the tokens. AWS fetches <issuer_url>/.well-known/openid-configuration from the internet."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^https://[A-Za-z0-9.-]+(/[A-Za-z0-9._~-]+)*$", var.issuer_url)) && length(var.issuer_url) <= 255
    error_message = "issuer_url must be an https URL without port, query or final slash, of at most 255 characters."
  }
}

variable "audience" {
  description = "The audience of the tokens, which is the client id of the OIDC provider."
  type        = string
  default     = "mooring"
  nullable    = false

  validation {
    # "$" and "&" are left out: IAM and the provider would read "${...}" and "&{...}" as policy variables.
    condition     = can(regex("^[A-Za-z0-9._:/@=+,-]{1,255}$", var.audience))
    error_message = "audience must be 1 to 255 letters, digits or . _ : / @ = + , -"
  }
}

variable "subject" {
  description = "The one subject to let in. For a Kubernetes issuer, system:serviceaccount:<namespace>:* lets in every service account of that namespace."
  type        = string
  nullable    = false

  validation {
    condition = (
      can(regex("^[A-Za-z0-9._:/@=+,|-]{1,255}$", var.subject)) ||
      can(regex("^system:serviceaccount:[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?:\\*$", var.subject))
    )
    error_message = "subject must be exact (letters, digits or . _ : / @ = + , | -). Its only wildcard form is system:serviceaccount:<namespace>:*"
  }
}

variable "oidc_provider_arn" {
  description = "ARN of the account's OIDC provider for this issuer, if it has one already. Without it, one is created."
  type        = string
  default     = null

  validation {
    condition     = var.oidc_provider_arn == null || can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/.+$", var.oidc_provider_arn))
    error_message = "oidc_provider_arn must look like arn:aws:iam::<account id>:oidc-provider/<issuer without https://>."
  }
}

variable "role_name" {
  description = "Name of the role."
  type        = string
  default     = "mooring-scanner"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_+=,.@-]{1,64}$", var.role_name))
    error_message = "role_name must be 1 to 64 letters, digits or _ + = , . @ -"
  }
}

variable "permission_set" {
  description = "security_audit (SecurityAudit, ViewOnlyAccess and supplement_policy), read_only (ReadOnlyAccess) or minimal (minimal_policy alone)."
  type        = string
  default     = "security_audit"
  nullable    = false

  validation {
    condition     = contains(["security_audit", "read_only", "minimal"], var.permission_set)
    error_message = "permission_set must be security_audit, read_only or minimal."
  }
}

variable "minimal_policy" {
  description = "The policy document of permission_set = \"minimal\"."
  type        = any
  default     = null

  validation {
    condition     = var.minimal_policy == null || can(var.minimal_policy.Statement)
    error_message = "minimal_policy must be an IAM policy document with a Statement."
  }
}

variable "supplement_policy" {
  description = "What permission_set = \"security_audit\" allows beside its two managed policies. Without it, they are all."
  type        = any
  default     = null

  validation {
    condition     = var.supplement_policy == null || can(var.supplement_policy.Statement)
    error_message = "supplement_policy must be an IAM policy document with a Statement."
  }
}

variable "permissions_policy_arns" {
  description = "Managed policies to attach instead of those of permission_set. Attach only policies that read."
  type        = list(string)
  default     = null

  validation {
    condition     = var.permissions_policy_arns == null || can([for arn in var.permissions_policy_arns : regex("^arn:aws[a-z-]*:iam::(aws|[0-9]{12}):policy/.+$", arn)])
    error_message = "permissions_policy_arns must be ARNs of managed policies."
  }
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the role, where the account demands one."
  type        = string
  default     = null
}

variable "max_session_seconds" {
  description = "Longest session of the role, in seconds."
  type        = number
  default     = 3600
  nullable    = false

  validation {
    condition     = var.max_session_seconds >= 3600 && var.max_session_seconds <= 43200 && floor(var.max_session_seconds) == var.max_session_seconds
    error_message = "max_session_seconds must be a whole number from 3600 to 43200."
  }
}

variable "token_retriever" {
  description = "How Mooring gets its token. Only written into aws_credentials_config."
  type        = string
  default     = "mooring_issuer"
  nullable    = false

  validation {
    condition     = contains(["mooring_issuer", "kube_sa_token", "token_file"], var.token_retriever)
    error_message = "token_retriever must be mooring_issuer, kube_sa_token or token_file."
  }
}

variable "tags" {
  description = "Tags for the role and the OIDC provider."
  type        = map(string)
  default     = {}
  nullable    = false
}
