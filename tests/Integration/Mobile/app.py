"""A mobile app on boto3: signs in, trades the ID token for AWS credentials, and calls the API and the table itself.

usage: app.py SETTINGS, JSON of where everything is and who signs in. Prints what it got, as JSON.
"""
import base64
import json
import sys
import urllib.error
import urllib.request

import boto3
from botocore import UNSIGNED
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

REGION = "us-east-1"
here = json.loads(sys.argv[1])


def client(service, **more):
    return boto3.client(service, region_name=REGION, endpoint_url=here["endpoint"], **more)


def sign_in():
    users = client("cognito-idp", config=Config(signature_version=UNSIGNED))
    answer = users.initiate_auth(
        AuthFlow="USER_PASSWORD_AUTH", ClientId=here["clientId"], AuthParameters={"USERNAME": here["username"], "PASSWORD": here["password"]}
    )
    return answer["AuthenticationResult"]["IdToken"]


def credentials(logins):
    identities = client("cognito-identity", config=Config(signature_version=UNSIGNED))
    identity = identities.get_id(IdentityPoolId=here["identityPoolId"], Logins=logins)["IdentityId"]
    answer = identities.get_credentials_for_identity(IdentityId=identity, Logins=logins)
    assert answer["IdentityId"] == identity
    given = answer["Credentials"]
    return identity, Credentials(given["AccessKeyId"], given["SecretKey"], given["SessionToken"])


def list_orders(who):
    request = AWSRequest("GET", f"{here['ordersUrl']}/mobile/orders")
    SigV4Auth(who, "execute-api", REGION).add_auth(request)
    try:
        answer = urllib.request.urlopen(urllib.request.Request(request.url, headers=dict(request.prepare().headers)))
    except urllib.error.HTTPError as refused:
        answer = refused
    return {"status": answer.status, "body": json.load(answer)}


def query_table(who, customer):
    tables = client("dynamodb", aws_access_key_id=who.access_key, aws_secret_access_key=who.secret_key, aws_session_token=who.token)
    try:
        answer = tables.query(
            TableName=here["table"], IndexName="customer", KeyConditionExpression="customerId = :c", ExpressionAttributeValues={":c": {"S": customer}}
        )
        return {"count": answer["Count"]}
    except ClientError as refused:
        return {"refused": refused.response["Error"]["Code"], "message": refused.response["Error"]["Message"]}


token = sign_in()
payload = token.split(".")[1]
own = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["sub"]
identity, customer = credentials({f"cognito-idp.{REGION}.amazonaws.com/{here['userPoolId']}": token})
_, guest = credentials({})
print(json.dumps({
    "identity": identity,
    "orders": list_orders(customer),
    "ownItems": query_table(customer, own),
    "othersItems": query_table(customer, here["other"]),
    "guestsOrders": list_orders(guest),
    "guestsItems": query_table(guest, own),
}))
