import json

import requests  # of requirements.txt


def lambda_handler(event, context):
    assert requests.__version__ and context.function_name
    return {"statusCode": 200, "body": json.dumps({"message": "hello world"})}
