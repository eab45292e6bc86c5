import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["SAMPLE_TABLE"])


def putItemHandler(event, context):
    item = json.loads(event["body"])
    table.put_item(Item=item)
    return {"statusCode": 200, "body": json.dumps(item)}
