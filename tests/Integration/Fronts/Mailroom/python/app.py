"""A call of an SDK by each route: 200 with what it answered, or 403 with the SDK's own error, which is in the log too."""
import json
import os

import boto3
from botocore.exceptions import ClientError

queue, secret, bucket = (os.environ[name] for name in ("QUEUE_URL", "SECRET", "BUCKET"))
sqs, secrets, s3 = (boto3.client(name) for name in ("sqs", "secretsmanager", "s3"))

CALLS = {
    "send": lambda: sqs.send_message(QueueUrl=queue, MessageBody="Dear all")["MD5OfMessageBody"],
    "receive": lambda: sqs.receive_message(QueueUrl=queue, VisibilityTimeout=0)["Messages"][0]["Body"],
    "count": lambda: list(sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]),
    "read": lambda: secrets.get_secret_value(SecretId=secret)["SecretString"],
    "describe": lambda: secrets.describe_secret(SecretId=secret)["ARN"] == secret,
    "put": lambda: s3.put_object(Bucket=bucket, Key="python/letter", Body=b"Dear all")["ETag"],
    "get": lambda: s3.get_object(Bucket=bucket, Key="python/letter")["Body"].read().decode(),
    "list": lambda: [found["Key"] for found in s3.list_objects_v2(Bucket=bucket, Prefix="python/")["Contents"]],
    "delete": lambda: s3.delete_object(Bucket=bucket, Key="python/gone")["ResponseMetadata"]["HTTPStatusCode"],
    "drop": lambda: s3.delete_object(Bucket=bucket, Key="kept/letter")["ResponseMetadata"]["HTTPStatusCode"],
}


def handler(event, context):
    call = event["pathParameters"]["call"]
    try:
        return answer(200, CALLS[call]())
    except ClientError as refused:
        print(f"{call}: {refused}")
        return answer(403, refused.response["Error"])


def answer(status, body):
    return {"statusCode": status, "headers": {"content-type": "application/json"}, "body": json.dumps(body)}
