"""Identity pools as boto3's own client uses them. Prints one line of JSON for each thing that was seen."""
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

endpoint, user_pool, client_id, pool, rest, http, function = sys.argv[1:8]
PROVIDER = f"cognito-idp.us-east-1.amazonaws.com/{user_pool}"
session = boto3.Session(profile_name="admin")
called = set()


def client(service, profile=None, **options):
    made = (boto3.Session(profile_name=profile) if profile else session).client(service, endpoint_url=endpoint, region_name="us-east-1", **options)
    if service == "cognito-identity":
        made.meta.events.register("after-call.cognito-identity.*", lambda model, **_: called.add(model.name))
    return made


identities = client("cognito-identity")
anybody = client("cognito-identity", config=Config(signature_version=UNSIGNED))


def say(what, value):
    print(json.dumps({"what": what, "value": value}, default=str))


def refusal(call, **arguments):
    try:
        call(**arguments)
        return "answered"
    except ClientError as e:
        return e.response["Error"]["Code"]


def get(url, credentials):
    request = AWSRequest("GET", url)
    SigV4Auth(Credentials(credentials["AccessKeyId"], credentials["SecretKey"], credentials["SessionToken"]), "execute-api", "us-east-1").add_auth(request)
    try:
        answer = urllib.request.urlopen(urllib.request.Request(url, headers=dict(request.prepare().headers)))
        return [answer.status, json.load(answer)]
    except urllib.error.HTTPError as refused:
        return [refused.status, None]


def sign_in(name):
    users = client("cognito-idp")
    users.admin_create_user(UserPoolId=user_pool, Username=name, MessageAction="SUPPRESS")
    users.admin_set_user_password(UserPoolId=user_pool, Username=name, Password="Correct-Horse-7", Permanent=True)
    return {PROVIDER: users.initiate_auth(AuthFlow="USER_PASSWORD_AUTH", ClientId=client_id, AuthParameters={"USERNAME": name, "PASSWORD": "Correct-Horse-7"})["AuthenticationResult"]["IdToken"]}


# The enhanced flow, and a call of an API with what it gives.
ann, ben = sign_in("ann"), sign_in("ben")
identity = anybody.get_id(IdentityPoolId=pool, Logins=ann)["IdentityId"]
other = anybody.get_id(IdentityPoolId=pool, Logins=ben)["IdentityId"]
answer = anybody.get_credentials_for_identity(IdentityId=identity, Logins=ann)
credentials = answer["Credentials"]
say("identity", identity)
say("expires", credentials["Expiration"].tzinfo is not None)
say("rest", get(f"{rest}/whoami", credentials))
say("http", get(f"{http}/whoami", credentials))
say("own", get(f"{rest}/mine/{identity.replace(':', '%3A')}", credentials)[0])
say("of another", get(f"{rest}/mine/{other.replace(':', '%3A')}", credentials)[0])
guest = anybody.get_id(IdentityPoolId=pool)["IdentityId"]
say("guest", get(f"{rest}/whoami", anybody.get_credentials_for_identity(IdentityId=guest)["Credentials"])[0])
keys = {"aws_access_key_id": credentials["AccessKeyId"], "aws_secret_access_key": credentials["SecretKey"], "aws_session_token": credentials["SessionToken"]}
say("arn", client("sts", **keys).get_caller_identity()["Arn"])
say("direct", json.loads(json.load(client("lambda", **keys).invoke(FunctionName=function)["Payload"])["body"]))

# The basic flow.
token = anybody.get_open_id_token(IdentityId=identity, Logins=ann)["Token"]
sts = client("sts", config=Config(signature_version=UNSIGNED))
for role in ("UserRole", "GuestRole"):
    try:
        assumed = sts.assume_role_with_web_identity(RoleArn=f"arn:aws:iam::111122223333:role/{role}", RoleSessionName="phone", WebIdentityToken=token)
        say(role, [assumed["AssumedRoleUser"]["Arn"], assumed["Provider"], assumed["SubjectFromWebIdentityToken"] == identity, assumed["Audience"] == pool])
    except ClientError as e:
        say(role, e.response["Error"]["Code"])

# A developer's users.
kim = identities.get_open_id_token_for_developer_identity(IdentityPoolId=pool, Logins={"login.shop": "kim"}, TokenDuration=600)
say("developer", anybody.get_credentials_for_identity(IdentityId=kim["IdentityId"], Logins={"cognito-identity.amazonaws.com": kim["Token"]})["IdentityId"] == kim["IdentityId"])
identities.get_open_id_token_for_developer_identity(IdentityPoolId=pool, Logins={"login.shop": "lee"})
say("lookup", identities.lookup_developer_identity(IdentityPoolId=pool, DeveloperUserIdentifier="kim")["DeveloperUserIdentifierList"])
merged = identities.merge_developer_identities(SourceUserIdentifier="kim", DestinationUserIdentifier="lee", DeveloperProviderName="login.shop", IdentityPoolId=pool)["IdentityId"]
identities.unlink_developer_identity(IdentityId=merged, IdentityPoolId=pool, DeveloperProviderName="login.shop", DeveloperUserIdentifier="kim")

# Who may not.
say("unsigned developer", refusal(anybody.get_open_id_token_for_developer_identity, IdentityPoolId=pool, Logins={"login.shop": "kim"}))
say("user as administrator", refusal(client("cognito-identity", **keys).describe_identity_pool, IdentityPoolId=pool))
operator = client("cognito-identity", "Operator")
say("operator", refusal(operator.describe_identity_pool, IdentityPoolId=pool))
say("operator hands over a role", refusal(operator.set_identity_pool_roles, IdentityPoolId=pool, Roles={"authenticated": "arn:aws:iam::111122223333:role/Operator"}))

# The rest of the operations.
made = identities.create_identity_pool(IdentityPoolName="another", AllowUnauthenticatedIdentities=True, CognitoIdentityProviders=[{"ProviderName": PROVIDER, "ClientId": client_id}])
arn = f"arn:aws:cognito-identity:us-east-1:111122223333:identitypool/{made['IdentityPoolId']}"
identities.update_identity_pool(IdentityPoolId=made["IdentityPoolId"], IdentityPoolName="renamed", AllowUnauthenticatedIdentities=True, CognitoIdentityProviders=made["CognitoIdentityProviders"])
say("described", identities.describe_identity_pool(IdentityPoolId=made["IdentityPoolId"])["IdentityPoolName"])
identities.set_identity_pool_roles(
    IdentityPoolId=made["IdentityPoolId"],
    Roles={"authenticated": "arn:aws:iam::111122223333:role/UserRole"},
    RoleMappings={f"{PROVIDER}:{client_id}": {"Type": "Token", "AmbiguousRoleResolution": "Deny"}},
)
say("mappings", list(identities.get_identity_pool_roles(IdentityPoolId=made["IdentityPoolId"])["RoleMappings"].values()))
identities.set_principal_tag_attribute_map(IdentityPoolId=made["IdentityPoolId"], IdentityProviderName=PROVIDER, UseDefaults=True)
say("tags of principals", identities.get_principal_tag_attribute_map(IdentityPoolId=made["IdentityPoolId"], IdentityProviderName=PROVIDER)["PrincipalTags"])
identities.tag_resource(ResourceArn=arn, Tags={"a": "1", "b": "2"})
identities.untag_resource(ResourceArn=arn, TagKeys=["a"])
say("tags", identities.list_tags_for_resource(ResourceArn=arn)["Tags"])
listed = [one for page in identities.get_paginator("list_identity_pools").paginate(PaginationConfig={"PageSize": 1}) for one in page["IdentityPools"]]
say("pools", sorted(one["IdentityPoolName"] == "renamed" for one in listed))
mine = anybody.get_id(IdentityPoolId=made["IdentityPoolId"], Logins=ann)["IdentityId"]
say("identities", [one["Logins"] == [PROVIDER] for one in identities.list_identities(IdentityPoolId=made["IdentityPoolId"], MaxResults=10)["Identities"]])
say("since", identities.describe_identity(IdentityId=mine)["CreationDate"].tzinfo is not None)
anybody.unlink_identity(IdentityId=mine, Logins=ann, LoginsToRemove=[PROVIDER])
say("unprocessed", identities.delete_identities(IdentityIdsToDelete=[mine])["UnprocessedIdentityIds"])
identities.delete_identity_pool(IdentityPoolId=made["IdentityPoolId"])
say("never called", sorted(set(identities.meta.service_model.operation_names) - called))
