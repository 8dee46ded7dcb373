"""Fills a moto_server through the AWS CLI's own driver: the same program as `aws`, without starting it 1,500 times.

Usage: fill.py ENDPOINT USERS WITH_KEYS ROLES POLICIES GROUPS
"""
import contextlib
import io
import json
import os
import sys

os.environ.update(AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing", AWS_DEFAULT_REGION="us-east-1", AWS_PAGER="")
from awscli.clidriver import create_clidriver  # noqa: E402

endpoint, users, with_keys, roles, policies, groups = sys.argv[1], *map(int, sys.argv[2:7])
driver = create_clidriver()


def aws(*words):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = driver.main(["--endpoint-url", endpoint, "--output", "json", "iam", *words])
    if code:
        raise SystemExit(f"aws iam {' '.join(words)} ended {code}")
    return json.loads(out.getvalue() or "{}")


trust = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]})
policy = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}]})

for n in range(groups):
    aws("create-group", "--group-name", f"group-{n:03}")
arns = [aws("create-policy", "--policy-name", f"policy-{n:03}", "--policy-document", policy)["Policy"]["Arn"] for n in range(policies)]
for n in range(roles):
    aws("create-role", "--role-name", f"role-{n:03}", "--assume-role-policy-document", trust)
    if arns:
        aws("attach-role-policy", "--role-name", f"role-{n:03}", "--policy-arn", arns[n % len(arns)])
for n in range(users):
    aws("create-user", "--user-name", f"user-{n:04}")
    if n < with_keys:
        aws("create-access-key", "--user-name", f"user-{n:04}")
    if groups and n % 10 == 0:
        aws("add-user-to-group", "--user-name", f"user-{n:04}", "--group-name", f"group-{n % groups:03}")
print(json.dumps({"users": users, "keys": with_keys, "roles": roles, "policies": policies, "groups": groups}))
