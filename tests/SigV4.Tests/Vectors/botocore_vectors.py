"""Signs generated requests with botocore and writes what goes over the wire, a JSON document a line, gzipped.

    python3 botocore_vectors.py botocore.jsonl.gz

The seed is fixed: the same botocore writes the same file.
"""
import base64
import datetime
import gzip
import json
import random
import sys
from unittest import mock
from urllib.parse import quote, urlsplit

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

COUNT = 3000
CHARACTERS = "abcXYZ019-_.~*+ /%=&:,;@!$'()[]äß€日😀\"<>\\^`{|}#?"
SEGMENTS = ["orders", "a", "b", "..", ".", "", "%2F", "a%20b", "%7E", "~", "*", "a+b", "a:b", "@", "%C3%A4", "a%252Fb", "x;y", "(c)", "$default", "a,b", "%", "%zz"]
HEADER_NAMES = ["X-Custom", "x-amz-meta-a", "X-Amz-Target", "Content-Type", "Accept", "Cookie", "X_Under", "x-a", "X-B", "If-None-Match", "x-amz-meta-A1", "Xa"]
HEADER_VALUES = ["a", "", "  a  b   c ", "a,b", "\"quoted  text\"", "a=1; b=2", "x\ty", "application/json", "text/plain; charset=utf-8", "a\t \tb", "ä€"]
METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"]
SCOPES = [("us-east-1", "execute-api"), ("eu-central-1", "execute-api"), ("us-east-1", "sts"), ("us-west-2", "dynamodb"), ("us-east-1", "s3"), ("cn-north-1", "lambda")]


def text(rng, longest):
    return "".join(rng.choice(CHARACTERS) for _ in range(rng.randint(0, longest)))


def encoded(rng, longest):
    return quote(text(rng, longest), safe="-_.~")


def target(rng, service):
    if service == "s3":
        path = "/" + "/".join(encoded(rng, 8) for _ in range(rng.randint(0, 4)))
    else:
        path = "/" + "/".join(rng.choice(SEGMENTS) if rng.random() < 0.7 else encoded(rng, 8) for _ in range(rng.randint(0, 6)))
    if path.startswith("//"):
        path = "/x" + path  # else the address has another host
    pairs = []
    for _ in range(rng.choice([0, 0, 1, 2, 3, 8])):
        name = rng.choice(["a", "A", "b", "ab", "a-b", "a.b", "X-Amz-Foo", encoded(rng, 4) or "n"])
        pairs.append(rng.choice([name, name + "=", name + "=" + encoded(rng, 8), name + "=" + str(rng.randint(0, 20))]))
    return path + ("?" + "&".join(pairs) if pairs else "")


def one(number):
    rng = random.Random(f"vector {number}")
    region, service = rng.choice(SCOPES)
    presigned = rng.random() < 0.3
    time = datetime.datetime(2015, 8, 30, tzinfo=datetime.timezone.utc) + datetime.timedelta(seconds=rng.randint(0, 400_000_000))
    token = base64.b64encode(rng.randbytes(600 if number % 20 == 0 else 30)).decode() if rng.random() < 0.5 else None
    credentials = Credentials("AKID" + str(rng.randint(10**15, 10**16)), base64.b64encode(rng.randbytes(30)).decode(), token)
    method = "GET" if presigned else rng.choice(METHODS)
    body = rng.randbytes(1024 if number % 20 == 1 else rng.choice([1, 64])) if method in ("POST", "PUT", "PATCH") and rng.random() < 0.8 else b""
    host = rng.choice(["abcdefghij.execute-api.us-east-1.amazonaws.com", "127.0.0.1:4566", "example.com", "[::1]:4566"])
    request = AWSRequest(method=method, url="http://" + host + target(rng, service), data=body)
    request.headers["Host"] = host
    for _ in range(rng.randint(0, 5)):
        request.headers.add_header(rng.choice(HEADER_NAMES), rng.choice(HEADER_VALUES))
    expires = rng.choice([1, 60, 3600, 604800])
    unsigned = request.url[len("http://" + host):]

    with mock.patch("botocore.auth.get_current_datetime", lambda remove_tzinfo=True: time.replace(tzinfo=None) if remove_tzinfo else time):
        if presigned:
            kind = botocore.auth.S3SigV4QueryAuth if service == "s3" else botocore.auth.SigV4QueryAuth
            kind(credentials, service, region, expires).add_auth(request)
        else:
            kind = botocore.auth.S3SigV4Auth if service == "s3" else botocore.auth.SigV4Auth
            kind(credentials, service, region).add_auth(request)

    parts = urlsplit(request.url)
    return {
        "number": number,
        "region": region,
        "service": service,
        "accessKeyId": credentials.access_key,
        "secretAccessKey": credentials.secret_key,
        "sessionToken": token,
        "time": time.strftime("%Y%m%dT%H%M%SZ"),
        "expires": expires if presigned else None,
        "method": method,
        "unsignedTarget": unsigned,
        "target": request.url[len("http://" + parts.netloc):],
        "headers": [[name, value] for name, value in request.headers.items()],
        "body": base64.b64encode(body).decode(),
    }


def main(path):
    with gzip.GzipFile(path, "wb", mtime=0) as file:
        for number in range(COUNT):
            file.write((json.dumps(one(number), ensure_ascii=False) + "\n").encode())


main(sys.argv[1])
