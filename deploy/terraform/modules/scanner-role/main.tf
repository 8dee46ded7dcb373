# What this makes: at most one OIDC provider and one role that can only read.
# What it does not make: users, access keys, or anything that stays valid for longer than a session.

locals {
  # IAM names a provider, and the condition keys of its tokens, by the issuer without the scheme.
  issuer = trimprefix(var.issuer_url, "https://")

  oidc_provider_arn = var.oidc_provider_arn == null ? aws_iam_openid_connect_provider.issuer[0].arn : data.aws_iam_openid_connect_provider.existing[0].arn

  # Equality wherever it is possible. Only a subject that ends in a wildcard is matched as a pattern,
  # because StringEquals takes "*" for the character itself and would let nobody in.
  subject_test = endswith(var.subject, "*") ? "StringLike" : "StringEquals"
}

data "aws_partition" "current" {}

# The account learns which keys sign Mooring's tokens. By itself this permits nothing.
resource "aws_iam_openid_connect_provider" "issuer" {
  count = var.oidc_provider_arn == null ? 1 : 0

  url            = var.issuer_url
  client_id_list = [var.audience]
  tags           = var.tags
}

# An account holds one provider per issuer URL. One that is there already is used as it is, once it fits.
data "aws_iam_openid_connect_provider" "existing" {
  count = var.oidc_provider_arn == null ? 0 : 1

  arn = var.oidc_provider_arn

  lifecycle {
    postcondition {
      condition     = trimprefix(self.url, "https://") == local.issuer
      error_message = "The OIDC provider in oidc_provider_arn is for another issuer than issuer_url."
    }

    postcondition {
      condition     = contains(self.client_id_list, var.audience)
      error_message = "The OIDC provider in oidc_provider_arn does not list the audience as a client id. Add it: aws iam add-client-id-to-open-id-connect-provider."
    }
  }
}

# Who may become the role: the bearer of a token of this issuer, for this audience, about this subject.
data "aws_iam_policy_document" "trust" {
  statement {
    sid     = "MooringByWebIdentity"
    effect  = "Allow"
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [local.oidc_provider_arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:aud"
      values   = [var.audience]
    }

    condition {
      test     = local.subject_test
      variable = "${local.issuer}:sub"
      values   = [var.subject]
    }
  }
}

# What Mooring becomes while it scans.
resource "aws_iam_role" "scanner" {
  name                 = var.role_name
  description          = local.description
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  max_session_duration = var.max_session_seconds
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}
