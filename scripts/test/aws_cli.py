"""The AWS CLI's own driver, kept running: the same program as `aws`, without its start-up for every command.

Usage: aws_cli.py ENDPOINT. It first prints an empty line. Each line of input then is a JSON list of an AWS CLI command's
words; each line of output is {"code": exit code, "stdout": standard output, "stderr": standard error}.
"""
import contextlib
import io
import json
import sys

from awscli.clidriver import create_clidriver

endpoint = sys.argv[1]
driver = create_clidriver()
print(flush=True)

for line in sys.stdin:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = driver.main(["--endpoint-url", endpoint, "--output", "json", *json.loads(line)])
        except SystemExit as end:
            code = end.code
    print(json.dumps({"code": code or 0, "stdout": out.getvalue(), "stderr": err.getvalue()}), flush=True)
