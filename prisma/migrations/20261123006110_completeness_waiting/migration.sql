-- Problems whose scan has not begun: few may run at once (docs/decisions/0104).
CREATE INDEX "completeness_problem_waiting" ON "tenant"."completeness_problem" (workspace_id, account_id)
  WHERE scan_id IS NULL AND resolved_at IS NULL;
