# What the role may do. Every choice reads; none of them can change anything in the account.

locals {
  aws_managed = "arn:${data.aws_partition.current.partition}:iam::aws:policy"

  managed_policies = {
    # Configuration that matters for security, and the lists of nearly every service.
    security_audit = ["${local.aws_managed}/SecurityAudit", "${local.aws_managed}/job-function/ViewOnlyAccess"]
    # All configuration, and also content: objects in buckets, items in tables.
    read_only = ["${local.aws_managed}/ReadOnlyAccess"]
    # Nothing of AWS's: only the actions in minimal_policy.
    minimal = []
  }

  policy_arns = var.permissions_policy_arns == null ? local.managed_policies[var.permission_set] : var.permissions_policy_arns

  use_minimal_policy = var.permissions_policy_arns == null && var.permission_set == "minimal"

  use_supplement_policy = var.permissions_policy_arns == null && var.permission_set == "security_audit" && var.supplement_policy != null

  # IAM takes Latin-1 in a description; any other character becomes a question mark.
  description = "Mooring reads this account, without keys. Integration: ${replace(var.integration_name, "/[^ -~¡-ÿ]/", "?")}"
}

resource "aws_iam_role_policy_attachment" "read" {
  for_each = toset(local.policy_arns)

  role       = aws_iam_role.scanner.name
  policy_arn = each.value
}

# The actions that Mooring's collectors call, by name.
resource "aws_iam_role_policy" "minimal" {
  count = local.use_minimal_policy ? 1 : 0

  name   = "mooring-read"
  role   = aws_iam_role.scanner.name
  policy = jsonencode(var.minimal_policy)

  lifecycle {
    precondition {
      condition     = var.minimal_policy != null
      error_message = "permission_set = \"minimal\" needs minimal_policy."
    }
  }
}

# What the collectors ask and SecurityAudit and ViewOnlyAccess do not have yet.
resource "aws_iam_role_policy" "supplement" {
  count = local.use_supplement_policy ? 1 : 0

  name   = "mooring-supplement"
  role   = aws_iam_role.scanner.name
  policy = jsonencode(var.supplement_policy)
}

# Lets the role look at itself, so that Mooring can show what it was given and who else can take it.
data "aws_iam_policy_document" "verify" {
  statement {
    sid    = "MooringVerifiesItself"
    effect = "Allow"

    actions = [
      "iam:GetRole",
      "iam:GetRolePolicy",
      "iam:ListAttachedRolePolicies",
      "iam:ListRolePolicies",
      "iam:SimulatePrincipalPolicy",
    ]

    resources = [aws_iam_role.scanner.arn]
  }
}

resource "aws_iam_role_policy" "verify" {
  name   = "mooring-verify"
  role   = aws_iam_role.scanner.name
  policy = data.aws_iam_policy_document.verify.json
}
