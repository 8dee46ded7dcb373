output "mooring_issuer_url" {
  description = "The value for MOORING_ISSUER_URL."
  value       = local.base_url
}

output "issuer_url" {
  description = "The workspace's issuer, as its tokens and the OIDC provider name it."
  value       = local.issuer_url
}
