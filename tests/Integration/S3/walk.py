"""Walks S3 with unmodified boto3, each step once allowed and once refused, and prints what did not come out as it must."""
import hashlib
import io
import json
import os
import sys
import urllib.error
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint = sys.argv[1]
lacks = sys.argv[2:]  # what the server behind does not do: pages, versions ...
problems = []
steps = 0
config = Config(signature_version="s3v4", retries={"max_attempts": 0}, s3={"addressing_style": "path"})
may = boto3.Session(profile_name="May").client("s3", endpoint_url=endpoint, config=config)
no = boto3.Session(profile_name="MayNot").client("s3", endpoint_url=endpoint, config=config)


def outcome(call):
    try:
        return call(), "ok"
    except ClientError as error:
        return None, f"{error.response['ResponseMetadata']['HTTPStatusCode']} {error.response['Error']['Code']}"


def step(name, call, refused="403 AccessDenied", expected="ok"):
    """Calls with who may and with who may not."""
    global steps
    steps += 1
    if refused is not None:
        _, was = outcome(lambda: call(no))
        if was != refused:
            problems.append(f"{name}, refused: {was}, not {refused}")
    value, was = outcome(lambda: call(may))
    if was != expected:
        problems.append(f"{name}: {was}, not {expected}")
    return value


def check(name, holds):
    global steps
    steps += 1
    if not holds:
        problems.append(name)


def fetch(url, data=None, method=None, headers=None):
    try:
        answer = urllib.request.urlopen(urllib.request.Request(url, data=data, method=method, headers=headers or {}))
        return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


B = "walked-bucket"
step("create", lambda c: c.create_bucket(Bucket=B))
step("list buckets", lambda c: c.list_buckets())
step("head bucket", lambda c: c.head_bucket(Bucket=B), "403 403")
step("location", lambda c: c.get_bucket_location(Bucket=B))

step("put", lambda c: c.put_object(Bucket=B, Key="a/b c.txt", Body=b"hello", ContentType="text/plain", Metadata={"own": "1"}))
got = step("get", lambda c: c.get_object(Bucket=B, Key="a/b c.txt"))
check("what was put is got", got["Body"].read() == b"hello" and got["ContentType"] == "text/plain" and got["Metadata"] == {"own": "1"})
step("head", lambda c: c.head_object(Bucket=B, Key="a/b c.txt"), "403 403")
part = step("range", lambda c: c.get_object(Bucket=B, Key="a/b c.txt", Range="bytes=1-2"))
check("a range is got", part["Body"].read() == b"el")
if "attributes" not in lacks:
    step("attributes", lambda c: c.get_object_attributes(Bucket=B, Key="a/b c.txt", ObjectAttributes=["ETag", "ObjectSize"]))
step("missing", lambda c: c.get_object(Bucket=B, Key="nothing"), expected="404 NoSuchKey")
step("no bucket", lambda c: c.get_object(Bucket="no-such-bucket-here", Key="nothing"), "404 NoSuchBucket", "404 NoSuchBucket")

for key in [*([] if "slashes" in lacks else ["//"]), "x/../y", "./z", "pl+us %41", "\u00e9\u4e2d", "q?a=b&c#d"]:
    step(f"put {key}", lambda c: c.put_object(Bucket=B, Key=key, Body=key.encode()))
    got = step(f"get {key}", lambda c: c.get_object(Bucket=B, Key=key))
    check(f"{key} is itself", got is not None and got["Body"].read() == key.encode())

listed = step("list", lambda c: c.list_objects_v2(Bucket=B, Prefix="a/"))
check("the list has what is there", [one["Key"] for one in listed["Contents"]] == ["a/b c.txt"])
step("list, old", lambda c: c.list_objects(Bucket=B))
step("copy", lambda c: c.copy_object(Bucket=B, Key="copy", CopySource={"Bucket": B, "Key": "a/b c.txt"}))
step("tag", lambda c: c.put_object_tagging(Bucket=B, Key="copy", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]}))
step("tags", lambda c: c.get_object_tagging(Bucket=B, Key="copy"))
if "untagging" not in lacks:
    step("untag", lambda c: c.delete_object_tagging(Bucket=B, Key="copy"))

big = os.urandom(11 * 1024 * 1024)
for algorithm in ["CRC32", "CRC32C", "SHA1", "SHA256"]:
    try:
        may.upload_fileobj(io.BytesIO(big), B, "big", ExtraArgs={"ChecksumAlgorithm": algorithm})
        check(f"an upload in parts with {algorithm}", hashlib.sha256(may.get_object(Bucket=B, Key="big")["Body"].read()).digest() == hashlib.sha256(big).digest())
    except Exception as error:  # A checksum that this boto3 has no code for.
        if "MissingDependency" not in type(error).__name__:
            problems.append(f"an upload in parts with {algorithm}: {error}")
upload = step("begin parts", lambda c: c.create_multipart_upload(Bucket=B, Key="parts"))["UploadId"]
step("part", lambda c: c.upload_part(Bucket=B, Key="parts", UploadId=upload, PartNumber=1, Body=b"1"))
if "parts" not in lacks:
    step("parts", lambda c: c.list_parts(Bucket=B, Key="parts", UploadId=upload))
    step("uploads", lambda c: c.list_multipart_uploads(Bucket=B))
    step("abort", lambda c: c.abort_multipart_upload(Bucket=B, Key="parts", UploadId=upload))

url = may.generate_presigned_url("get_object", Params={"Bucket": B, "Key": "a/b c.txt"})
check("a presigned URL", fetch(url) == (200, b"hello"))
check("a presigned URL with more", fetch(url + "&versionId=1")[0] == 403)
check("a presigned URL of who may not", fetch(no.generate_presigned_url("get_object", Params={"Bucket": B, "Key": "a/b c.txt"}))[0] == 403)
put = may.generate_presigned_url("put_object", Params={"Bucket": B, "Key": "put"})
check("a presigned PUT", fetch(put, b"page", "PUT", {"Content-Type": "text/plain"})[0] == 200 and may.get_object(Bucket=B, Key="put")["Body"].read() == b"page")



def post(client, key="form/${filename}", conditions=(), fields=None, more=None, url=None):
    """Posts a form that boto3 has signed, as a browser does."""
    made = client.generate_presigned_post(B, key, Fields=dict(fields or {}), Conditions=[*({name: value} for name, value in (fields or {}).items()), *conditions], ExpiresIn=60)
    edge = "boundary"
    body = b"".join(
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in {**made["fields"], **(more or {})}.items()
    ) + f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="page.html"\r\n\r\nfrom a page\r\n--{edge}--\r\n'.encode()
    return fetch(url or made["url"], body, "POST", {"Content-Type": f"multipart/form-data; boundary={edge}"})


check("a form", post(may)[0] == 204 and may.get_object(Bucket=B, Key="form/page.html")["Body"].read() == b"from a page")
check("a form of who may not", post(no)[0] == 403)
created = post(may, fields={"success_action_status": "201", "Content-Type": "text/plain"}, conditions=[["content-length-range", 1, 100]])
check("a form that is answered", created[0] == 201 and b"<Key>form/page.html</Key>" in created[1])
check("a form with more", post(may, more={"acl": "public-read"})[0] == 403 and b"Extra input fields: acl" in post(may, more={"acl": "public-read"})[1])
check("a form whose file is too long", post(may, key="long", conditions=[["content-length-range", 1, 5]])[0] == 400 and outcome(lambda: may.get_object(Bucket=B, Key="long"))[1] == "404 NoSuchKey")
session = boto3.Session(profile_name="May").client("sts", endpoint_url=endpoint).get_session_token()["Credentials"]
temporary = boto3.client("s3", endpoint_url=endpoint, config=config, region_name="us-east-1", aws_access_key_id=session["AccessKeyId"],
                         aws_secret_access_key=session["SecretAccessKey"], aws_session_token=session["SessionToken"])
check("a form of a session", post(temporary, key="session")[0] == 204)

PUBLIC = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{B}/*"}]})
here = f"{endpoint}/{B}/a/b%20c.txt"
step("public policy, blocked", lambda c: c.put_bucket_policy(Bucket=B, Policy=PUBLIC), expected="403 AccessDenied")
step("block", lambda c: c.get_public_access_block(Bucket=B))
step("unblock", lambda c: c.delete_public_access_block(Bucket=B))
check("nobody without a policy", fetch(here)[0] == 403)
step("public policy", lambda c: c.put_bucket_policy(Bucket=B, Policy=PUBLIC))
step("policy", lambda c: c.get_bucket_policy(Bucket=B))
check("a policy that is public", may.get_bucket_policy_status(Bucket=B)["PolicyStatus"]["IsPublic"])
check("everybody with a policy", fetch(here) == (200, b"hello"))
check("everybody, but to read", fetch(here, b"x", "PUT")[0] == 403)
step("restrict", lambda c: c.put_public_access_block(Bucket=B, PublicAccessBlockConfiguration={"RestrictPublicBuckets": True}))
check("the account alone", fetch(here)[0] == 403 and outcome(lambda: no.get_object(Bucket=B, Key="a/b c.txt"))[1] == "ok")
step("no policy", lambda c: c.delete_bucket_policy(Bucket=B))
check("the bucket without it", outcome(lambda: no.get_object(Bucket=B, Key="a/b c.txt"))[1] == "403 AccessDenied")
step("acl", lambda c: c.put_object(Bucket=B, Key="acl", Body=b"", ACL="public-read"), expected="400 AccessControlListNotSupported")

if "pages" not in lacks:
    step("cors", lambda c: c.put_bucket_cors(Bucket=B, CORSConfiguration={"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["https://page.example"]}]}))
    asks = {"Access-Control-Request-Method": "GET"}
    check("a page", fetch(here, method="OPTIONS", headers={"Origin": "https://page.example", **asks})[0] == 200)
    check("another page", fetch(here, method="OPTIONS", headers={"Origin": "https://other.example", **asks})[0] == 403)

if "versions" not in lacks:
    step("versions on", lambda c: c.put_bucket_versioning(Bucket=B, VersioningConfiguration={"Status": "Enabled"}))
    version = step("put a version", lambda c: c.put_object(Bucket=B, Key="v", Body=b"1"))["VersionId"]
    step("a version", lambda c: c.get_object(Bucket=B, Key="v", VersionId=version))
    step("versions", lambda c: c.list_object_versions(Bucket=B))
    step("delete a version", lambda c: c.delete_object(Bucket=B, Key="v", VersionId=version))

batch = no.delete_objects(Bucket=B, Delete={"Objects": [{"Key": "copy"}, {"Key": "put"}]})
check("a batch of who may not", [one["Code"] for one in batch["Errors"]] == ["AccessDenied"] * 2 and "Deleted" not in batch)
step("delete", lambda c: c.delete_object(Bucket=B, Key="copy"))
if "versions" in lacks:
    left = [{"Key": one["Key"]} for one in may.list_objects_v2(Bucket=B).get("Contents", [])]
else:
    listed = may.list_object_versions(Bucket=B)
    left = [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in listed.get("Versions", []) + listed.get("DeleteMarkers", [])]
for one in left:
    may.delete_objects(Bucket=B, Delete={"Objects": [one]})
step("delete the bucket", lambda c: c.delete_bucket(Bucket=B))

shared = "template-bucket"
step("of the template", lambda c: c.put_object(Bucket=shared, Key="shared/a", Body=b"x"))
check("what its policy allows", no.get_object(Bucket=shared, Key="shared/a")["Body"].read() == b"x")
check("and no more", outcome(lambda: no.get_object(Bucket=shared, Key="other"))[1] == "403 AccessDenied")

print(json.dumps({"problems": problems, "steps": steps}))
