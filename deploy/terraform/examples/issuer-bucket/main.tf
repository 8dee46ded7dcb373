# Hosts the two public documents of Mooring's built-in issuer, for an install that AWS cannot reach from the internet.
# Only these two objects can be read by the world. They hold public keys and addresses, nothing secret.

locals {
  # "oidc/<workspace id>", "<issuer>/.well-known/openid-configuration" and "<issuer>/keys" are Mooring's own paths.
  documents_folder = trimsuffix(var.documents_folder, "/")
  discovery_text   = file("${local.documents_folder}/openid-configuration")
  keys_text        = file("${local.documents_folder}/keys")
  discovery        = jsondecode(local.discovery_text)

  base_url   = "https://${aws_s3_bucket.issuer.bucket}.s3.${var.region}.${data.aws_partition.current.dns_suffix}"
  issuer_url = "${local.base_url}/oidc/${var.workspace_id}"

  objects = {
    "oidc/${var.workspace_id}/.well-known/openid-configuration" = local.discovery_text
    "oidc/${var.workspace_id}/keys"                             = local.keys_text
  }
}

data "aws_partition" "current" {}

resource "aws_s3_bucket" "issuer" {
  bucket = var.bucket_name
  tags   = var.tags
}

# Keeps the documents of before, should a wrong file ever be applied.
resource "aws_s3_bucket_versioning" "issuer" {
  bucket = aws_s3_bucket.issuer.id

  versioning_configuration {
    status = "Enabled"
  }
}

# ACLs stay off. A bucket policy may open objects, and the one below opens two.
resource "aws_s3_bucket_public_access_block" "issuer" {
  bucket = aws_s3_bucket.issuer.id

  block_public_acls       = true
  ignore_public_acls      = true
  block_public_policy     = false
  restrict_public_buckets = false
}

data "aws_iam_policy_document" "public" {
  statement {
    sid       = "AnyoneReadsTheIssuerOverTls"
    effect    = "Allow"
    actions   = ["s3:GetObject"]
    resources = [for key in keys(local.objects) : "${aws_s3_bucket.issuer.arn}/${key}"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["true"]
    }
  }
}

resource "aws_s3_bucket_policy" "issuer" {
  bucket = aws_s3_bucket.issuer.id
  policy = data.aws_iam_policy_document.public.json

  depends_on = [aws_s3_bucket_public_access_block.issuer]
}

resource "aws_s3_object" "document" {
  for_each = local.objects

  bucket        = aws_s3_bucket.issuer.id
  key           = each.key
  content       = each.value
  content_type  = "application/json"
  cache_control = "public, max-age=300"

  lifecycle {
    precondition {
      condition     = local.discovery.issuer == local.issuer_url && local.discovery.jwks_uri == "${local.issuer_url}/keys"
      error_message = "The documents are for the issuer ${local.discovery.issuer}; this bucket is ${local.issuer_url}. Set MOORING_ISSUER_URL to the bucket's address and export again."
    }

    precondition {
      condition     = alltrue([for key in jsondecode(local.keys_text).keys : !contains(keys(key), "d")])
      error_message = "The keys file holds a private key. Nothing was uploaded."
    }
  }
}
