output "read_policy_json" {
  description = "The policy, for whoever attaches it elsewhere."
  value       = data.aws_iam_policy_document.read.json
}
