"""Calls what answers.txt says and compares: check.py URL answers.txt. A line: METHOD PATH [BODY] => STATUS [JSON], after one that names the API and its stage."""
import json
import re
import sys
import urllib.error
import urllib.request

url, file = sys.argv[1:]
(api, *lines) = open(file, encoding="utf-8").read().splitlines()
base = f"{url}/execute-api/{api.removeprefix('api ')}"
for line in lines:
    method, path, body, status, expected = re.fullmatch(r"(\S+) (\S+)(?: (.+))? => (\d+)(?: (.+))?", line).groups()
    request = urllib.request.Request(base + path, method=method, data=body and body.encode(), headers={"content-type": "application/json"})
    try:
        response = urllib.request.urlopen(request, timeout=60)
    except urllib.error.HTTPError as refused:
        response = refused
    answer = response.read().decode()
    if response.status != int(status) or expected and json.loads(answer) != json.loads(expected):
        sys.exit(f"{line}\n  was answered {response.status} {answer} {response.headers.get('x-localaws-reason') or ''}")
print(f"{len(lines)} answers")
