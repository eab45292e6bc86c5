"""Answers with what the event, or the Runtime API, says of the caller."""
import json
import os
import urllib.request

API = f"http://{os.environ['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime/invocation"

while True:
    with urllib.request.urlopen(f"{API}/next") as following:
        event = json.load(following)
        request_id = following.headers["Lambda-Runtime-Aws-Request-Id"]
        direct = following.headers["Lambda-Runtime-Cognito-Identity"]
    context = event.get("requestContext", {})
    seen = context.get("identity") or context.get("authorizer", {}).get("iam") or json.loads(direct or "null")
    answer = {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(seen)}
    urllib.request.urlopen(urllib.request.Request(f"{API}/{request_id}/response", data=json.dumps(answer).encode(), method="POST")).read()
