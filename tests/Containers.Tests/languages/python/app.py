import greeting


def handler(event, context):
    return {"statusCode": 200, "body": f"python says {greeting.word}"}
