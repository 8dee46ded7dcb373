output "role_arn" {
  description = "Give this back to Mooring."
  value       = aws_iam_role.scanner.arn
}

output "oidc_provider_arn" {
  description = "The OIDC provider that the role trusts, whether created here or found."
  value       = local.oidc_provider_arn
}

output "aws_credentials_config" {
  description = "How Mooring takes the role, as JSON. Not secret: there is no key in it."
  value = jsonencode({
    type            = "web_identity"
    role_arn        = aws_iam_role.scanner.arn
    issuer_url      = var.issuer_url
    audience        = var.audience
    subject         = var.subject
    token_retriever = var.token_retriever
  })
}
