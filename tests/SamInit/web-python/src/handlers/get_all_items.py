import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["SAMPLE_TABLE"])


def getAllItemsHandler(event, context):
    return {"statusCode": 200, "body": json.dumps(table.scan()["Items"])}
