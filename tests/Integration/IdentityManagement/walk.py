"""Every action of the IAM API that LocalAws has, by boto3. Prints one line for each: its name, and what boto3 read."""
import json, sys
import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

trusted_metadata = sys.argv[1]
seen = set()
config = Config(retries={"max_attempts": 0}, parameter_validation=True)
iam = boto3.Session(profile_name="admin").client("iam", config=config)
iam.meta.events.register("before-call.iam.*", lambda model, **_: seen.add(model.name))


def allow(action, resource="*"):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": resource}]})


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return error.response["Error"]["Message"]
    raise AssertionError(f"not refused: {call} {arguments}")


TRUST = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "sts:AssumeRole"}]})
TAGS = [{"Key": "team", "Value": "shop"}]
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"

# Users and keys.
user = iam.create_user(UserName="walker", Path="/walk/", Tags=TAGS, PermissionsBoundary=READ_ONLY)["User"]
assert user["Arn"] == "arn:aws:iam::111122223333:user/walk/walker" and user["PermissionsBoundary"]["PermissionsBoundaryArn"] == READ_ONLY and user["Tags"] == TAGS
assert iam.get_user(UserName="walker")["User"]["UserId"] == user["UserId"]
assert iam.get_user()["User"]["UserName"] == "admin"
assert [u["UserName"] for page in iam.get_paginator("list_users").paginate(PathPrefix="/walk/", PaginationConfig={"PageSize": 1}) for u in page["Users"]] == ["walker"]
iam.update_user(UserName="walker", NewPath="/walking/")
key = iam.create_access_key(UserName="walker")["AccessKey"]
assert len(key["SecretAccessKey"]) == 40 and key["Status"] == "Active"
walker = boto3.client("iam", aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"], endpoint_url=iam.meta.endpoint_url, region_name="us-east-1", config=config)
refused("AccessDenied", walker.list_users)
iam.delete_user_permissions_boundary(UserName="walker")
iam.put_user_policy(UserName="walker", PolicyName="own", PolicyDocument=allow("iam:ListUsers"))
assert len(walker.list_users()["Users"]) >= 2
assert iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])["AccessKeyLastUsed"]["ServiceName"] == "iam"
assert [k["AccessKeyId"] for k in iam.list_access_keys(UserName="walker")["AccessKeyMetadata"]] == [key["AccessKeyId"]]
iam.update_access_key(UserName="walker", AccessKeyId=key["AccessKeyId"], Status="Inactive")
refused("InvalidClientTokenId", walker.list_users)
iam.update_access_key(UserName="walker", AccessKeyId=key["AccessKeyId"], Status="Active")
iam.put_user_permissions_boundary(UserName="walker", PermissionsBoundary="arn:aws:iam::aws:policy/AWSDenyAll")
assert "explicit deny in a permissions boundary" in refused("AccessDenied", walker.list_users)
iam.delete_user_permissions_boundary(UserName="walker")
assert iam.get_user_policy(UserName="walker", PolicyName="own")["PolicyDocument"]["Statement"][0]["Action"] == "iam:ListUsers"
assert iam.list_user_policies(UserName="walker")["PolicyNames"] == ["own"]
iam.tag_user(UserName="walker", Tags=[{"Key": "grade", "Value": "1"}])
iam.untag_user(UserName="walker", TagKeys=["team"])
assert iam.list_user_tags(UserName="walker")["Tags"] == [{"Key": "grade", "Value": "1"}]

# Groups.
group = iam.create_group(GroupName="walkers", Path="/walk/")["Group"]
iam.put_group_policy(GroupName="walkers", PolicyName="own", PolicyDocument=allow("iam:ListRoles"))
assert iam.get_group_policy(GroupName="walkers", PolicyName="own")["PolicyDocument"]["Version"] == "2012-10-17"
assert iam.list_group_policies(GroupName="walkers")["PolicyNames"] == ["own"]
iam.add_user_to_group(GroupName="walkers", UserName="walker")
walker.list_roles()
members = iam.get_group(GroupName="walkers")
assert members["Group"]["GroupId"] == group["GroupId"] and [u["UserName"] for u in members["Users"]] == ["walker"]
assert [g["GroupName"] for g in iam.list_groups_for_user(UserName="walker")["Groups"]] == ["walkers"]
assert "walkers" in [g["GroupName"] for g in iam.list_groups()["Groups"]]
iam.update_group(GroupName="walkers", NewGroupName="runners")

# Roles.
role = iam.create_role(RoleName="Walk", Path="/walk/", AssumeRolePolicyDocument=TRUST, Description="walks", MaxSessionDuration=7200, Tags=TAGS)["Role"]
assert role["AssumeRolePolicyDocument"] == json.loads(TRUST) and role["MaxSessionDuration"] == 7200
assert iam.get_role(RoleName="Walk")["Role"]["RoleId"] == role["RoleId"]
assert [r["RoleName"] for r in iam.list_roles(PathPrefix="/walk/")["Roles"]] == ["Walk"]
iam.update_role(RoleName="Walk", MaxSessionDuration=3600)
assert iam.update_role_description(RoleName="Walk", Description="runs")["Role"]["Description"] == "runs"
iam.update_assume_role_policy(RoleName="Walk", PolicyDocument=TRUST)
iam.put_role_policy(RoleName="Walk", PolicyName="own", PolicyDocument=allow("s3:GetObject"))
assert iam.get_role_policy(RoleName="Walk", PolicyName="own")["PolicyDocument"]["Statement"][0]["Effect"] == "Allow"
assert iam.list_role_policies(RoleName="Walk")["PolicyNames"] == ["own"]
iam.put_role_permissions_boundary(RoleName="Walk", PermissionsBoundary=READ_ONLY)
iam.delete_role_permissions_boundary(RoleName="Walk")
iam.tag_role(RoleName="Walk", Tags=[{"Key": "grade", "Value": "1"}])
iam.untag_role(RoleName="Walk", TagKeys=["team"])
assert iam.list_role_tags(RoleName="Walk")["Tags"] == [{"Key": "grade", "Value": "1"}]
assert iam.list_instance_profiles_for_role(RoleName="Walk")["InstanceProfiles"] == []
assert iam.list_instance_profiles()["InstanceProfiles"] == []
refused("InvalidInput", iam.create_service_linked_role, AWSServiceName="ops.apigateway.amazonaws.com")
assert boto3.Session(profile_name="admin").client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="walker")["AssumedRoleUser"]["Arn"].endswith("assumed-role/Walk/walker")

# Managed policies.
policy = iam.create_policy(PolicyName="walk", Path="/walk/", PolicyDocument=allow("s3:PutObject"), Description="walks", Tags=TAGS)["Policy"]
arn = policy["Arn"]
assert iam.get_policy(PolicyArn=arn)["Policy"]["Tags"] == TAGS
assert [p["Arn"] for p in iam.list_policies(Scope="Local", PathPrefix="/walk/")["Policies"]] == [arn]
assert READ_ONLY in [p["Arn"] for page in iam.get_paginator("list_policies").paginate(Scope="AWS", PaginationConfig={"PageSize": 7}) for p in page["Policies"]]
version = iam.create_policy_version(PolicyArn=arn, PolicyDocument=allow("s3:DeleteObject"), SetAsDefault=True)["PolicyVersion"]
assert version["VersionId"] == "v2" and version["IsDefaultVersion"]
assert iam.get_policy_version(PolicyArn=arn, VersionId="v1")["PolicyVersion"]["Document"]["Statement"][0]["Action"] == "s3:PutObject"
iam.set_default_policy_version(PolicyArn=arn, VersionId="v1")
iam.delete_policy_version(PolicyArn=arn, VersionId="v2")
assert [v["VersionId"] for v in iam.list_policy_versions(PolicyArn=arn)["Versions"]] == ["v1"]
iam.attach_user_policy(UserName="walker", PolicyArn=arn)
iam.attach_group_policy(GroupName="runners", PolicyArn=arn)
iam.attach_role_policy(RoleName="Walk", PolicyArn=arn)
for attached in (iam.list_attached_user_policies(UserName="walker"), iam.list_attached_group_policies(GroupName="runners"), iam.list_attached_role_policies(RoleName="Walk")):
    assert attached["AttachedPolicies"] == [{"PolicyName": "walk", "PolicyArn": arn}]
entities = iam.list_entities_for_policy(PolicyArn=arn)
assert (entities["PolicyUsers"][0]["UserName"], entities["PolicyGroups"][0]["GroupName"], entities["PolicyRoles"][0]["RoleName"]) == ("walker", "runners", "Walk")
refused("DeleteConflict", iam.delete_policy, PolicyArn=arn)
iam.tag_policy(PolicyArn=arn, Tags=[{"Key": "grade", "Value": "1"}])
iam.untag_policy(PolicyArn=arn, TagKeys=["team"])
assert iam.list_policy_tags(PolicyArn=arn)["Tags"] == [{"Key": "grade", "Value": "1"}]

# The simulator.
evaluation = iam.simulate_principal_policy(PolicySourceArn=iam.get_user(UserName="walker")["User"]["Arn"], ActionNames=["s3:PutObject", "s3:DeleteObject"], ResourceArns=["arn:aws:s3:::a/b"])["EvaluationResults"]
assert [e["EvalDecision"] for e in evaluation] == ["allowed", "implicitDeny"], evaluation
assert evaluation[0]["MatchedStatements"][0]["SourcePolicyId"] == "walk" and evaluation[0]["ResourceSpecificResults"][0]["EvalResourceDecision"] == "allowed"
custom = iam.simulate_custom_policy(
    PolicyInputList=[json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}})],
    ActionNames=["s3:GetObject"], ContextEntries=[{"ContextKeyName": "aws:SourceIp", "ContextKeyValues": ["203.0.113.9"], "ContextKeyType": "ip"}])["EvaluationResults"][0]
assert custom["EvalDecision"] == "allowed" and custom["MissingContextValues"] == [], custom
assert iam.get_context_keys_for_custom_policy(PolicyInputList=[allow("s3:*", "arn:aws:s3:::${aws:username}/*")])["ContextKeyNames"] == ["aws:username"]
assert iam.get_context_keys_for_principal_policy(PolicySourceArn=role["Arn"])["ContextKeyNames"] == []

# The account.
details = iam.get_account_authorization_details()
assert "walker" in [u["UserName"] for u in details["UserDetailList"]] and arn in [p["Arn"] for p in details["Policies"]]
assert [r["RoleName"] for page in iam.get_paginator("get_account_authorization_details").paginate(Filter=["Role"], PaginationConfig={"PageSize": 2}) for r in page["RoleDetailList"]].count("Walk") == 1
assert iam.get_account_summary()["SummaryMap"]["AccessKeysPerUserQuota"] == 2
iam.create_account_alias(AccountAlias="walk-alias")
assert iam.list_account_aliases()["AccountAliases"] == ["walk-alias"]
iam.delete_account_alias(AccountAlias="walk-alias")

# Identity providers.
oidc = iam.create_open_id_connect_provider(Url="https://issuer.example.com/walk", ClientIDList=["one"], ThumbprintList=["a" * 40], Tags=TAGS)["OpenIDConnectProviderArn"]
assert oidc == "arn:aws:iam::111122223333:oidc-provider/issuer.example.com/walk"
iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=oidc, ClientID="two")
iam.remove_client_id_from_open_id_connect_provider(OpenIDConnectProviderArn=oidc, ClientID="one")
iam.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=oidc, ThumbprintList=["b" * 40])
iam.tag_open_id_connect_provider(OpenIDConnectProviderArn=oidc, Tags=[{"Key": "grade", "Value": "1"}])
iam.untag_open_id_connect_provider(OpenIDConnectProviderArn=oidc, TagKeys=["team"])
assert iam.list_open_id_connect_provider_tags(OpenIDConnectProviderArn=oidc)["Tags"] == [{"Key": "grade", "Value": "1"}]
provider = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=oidc)
assert (provider["Url"], provider["ClientIDList"], provider["ThumbprintList"]) == ("issuer.example.com/walk", ["two"], ["b" * 40])
assert oidc in [p["Arn"] for p in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]]
refused("EntityAlreadyExists", iam.create_open_id_connect_provider, Url="https://issuer.example.com/walk")
iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=oidc)
refused("NoSuchEntity", iam.get_open_id_connect_provider, OpenIDConnectProviderArn=oidc)
saml = iam.create_saml_provider(Name="walk", SAMLMetadataDocument=trusted_metadata, Tags=TAGS)["SAMLProviderArn"]
assert iam.get_saml_provider(SAMLProviderArn=saml)["SAMLMetadataDocument"] == trusted_metadata
assert iam.update_saml_provider(SAMLProviderArn=saml, SAMLMetadataDocument=trusted_metadata)["SAMLProviderArn"] == saml
iam.tag_saml_provider(SAMLProviderArn=saml, Tags=[{"Key": "grade", "Value": "1"}])
iam.untag_saml_provider(SAMLProviderArn=saml, TagKeys=["team"])
assert iam.list_saml_provider_tags(SAMLProviderArn=saml)["Tags"] == [{"Key": "grade", "Value": "1"}]
assert saml in [p["Arn"] for p in iam.list_saml_providers()["SAMLProviderList"]]
refused("InvalidInput", iam.create_saml_provider, Name="other", SAMLMetadataDocument="<a>" + "x" * 1000 + "</a>")
iam.delete_saml_provider(SAMLProviderArn=saml)

# All gone again.
iam.detach_user_policy(UserName="walker", PolicyArn=arn)
iam.detach_group_policy(GroupName="runners", PolicyArn=arn)
iam.detach_role_policy(RoleName="Walk", PolicyArn=arn)
iam.delete_policy(PolicyArn=arn)
iam.remove_user_from_group(GroupName="runners", UserName="walker")
iam.delete_group_policy(GroupName="runners", PolicyName="own")
iam.delete_group(GroupName="runners")
iam.delete_user_policy(UserName="walker", PolicyName="own")
iam.delete_access_key(UserName="walker", AccessKeyId=key["AccessKeyId"])
refused("InvalidClientTokenId", walker.list_users)
iam.delete_user(UserName="walker")
iam.delete_role_policy(RoleName="Walk", PolicyName="own")
iam.delete_role(RoleName="Walk")
refused("NoSuchEntity", iam.get_role, RoleName="Walk")
print("\n".join(sorted(seen)))
