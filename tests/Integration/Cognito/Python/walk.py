"""Walks every operation of cognito-idp that LocalAws offers with unmodified boto3. Prints what its model does not have, and ends with 1 when there is such a thing."""

import base64
import datetime
import hashlib
import hmac
import json
import struct
import sys
import time
import urllib.parse
import urllib.request

import boto3
from botocore.exceptions import ClientError

from model import Witness, smallest

idp = boto3.Session(profile_name="admin").client("cognito-idp")
witness = Witness(idp)
endpoint = idp.meta.endpoint_url
PASSWORD, CHOSEN, ROLE = "Passw0rd!", "Chosen-0ne", "arn:aws:iam::111122223333:role/Any"
NAME = f"walk-{time.time_ns()}"


def same(expected, actual):
    assert expected == actual, f"expected {expected!r}, got {actual!r}"


def refused(error, operation, **members):
    try:
        getattr(idp, operation)(**members)
    except ClientError as refusal:
        same(error, refusal.response["Error"]["Code"])
        same(400, refusal.response["ResponseMetadata"]["HTTPStatusCode"])
        return refusal.response["Error"]["Message"]
    raise AssertionError(f"{operation} was not refused with {error}")


def http(url, data=None, method="GET"):
    with urllib.request.urlopen(urllib.request.Request(url, data=data, method=method)) as answer:
        return answer.read()


def code_for(address):
    return json.loads(http(f"{endpoint}/_localaws/outbox?format=json&to={urllib.parse.quote(address)}"))[0]["code"]


def app_code(secret, steps=0):
    digest = hmac.new(base64.b32decode(secret + "=" * (-len(secret) % 8)), struct.pack(">Q", int(time.time()) // 30 + steps), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 1000000:06}"


def attributes(**values):
    return [{"Name": name.replace("custom_", "custom:"), "Value": value} for name, value in values.items()]


def named(items):
    return {item["Name"]: item["Value"] for item in items}


def pools():
    made = idp.create_user_pool(
        PoolName=NAME, AliasAttributes=["email"], AutoVerifiedAttributes=["email"], UserPoolTags={"team": "shop"},
        Policies={"PasswordPolicy": {"MinimumLength": 8}, "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]}},
        Schema=[{"Name": "plan", "AttributeDataType": "String", "StringAttributeConstraints": {"MinLength": "1", "MaxLength": "10"}}, {"Name": "age", "AttributeDataType": "Number", "NumberAttributeConstraints": {"MinValue": "1"}}],
        AccountRecoverySetting={"RecoveryMechanisms": [{"Priority": 1, "Name": "verified_email"}]},
        AdminCreateUserConfig={"AllowAdminCreateUserOnly": False, "InviteMessageTemplate": {"EmailSubject": "Hello", "EmailMessage": "{username} {####}", "SMSMessage": "{username} {####}"}},
        UserAttributeUpdateSettings={"AttributesRequireVerificationBeforeUpdate": ["email"]}, SmsConfiguration={"SnsCallerArn": ROLE}, DeletionProtection="ACTIVE")["UserPool"]
    assert made["Id"].startswith("us-east-1_") and len(made["Id"]) == 19 and isinstance(made["CreationDate"], datetime.datetime)
    pool = made["Id"]
    same(["us-east-1", "111122223333"], made["Arn"].split(":")[3:5])
    described = idp.describe_user_pool(UserPoolId=pool)["UserPool"]
    same((NAME, "OFF", 0, "ACTIVE", {"team": "shop"}), tuple(described[name] for name in ("Name", "MfaConfiguration", "EstimatedNumberOfUsers", "DeletionProtection", "UserPoolTags")))
    idp.add_custom_attributes(UserPoolId=pool, CustomAttributes=[{"Name": "seat", "AttributeDataType": "String", "Mutable": True}])
    assert {"custom:plan", "custom:age", "custom:seat"} < {a["Name"] for a in idp.describe_user_pool(UserPoolId=pool)["UserPool"]["SchemaAttributes"]}
    arn = made["Arn"]
    idp.tag_resource(ResourceArn=arn, Tags={"stage": "test"})
    idp.untag_resource(ResourceArn=arn, TagKeys=["team"])
    same({"stage": "test"}, idp.list_tags_for_resource(ResourceArn=arn)["Tags"])
    same("OFF", idp.get_user_pool_mfa_config(UserPoolId=pool)["MfaConfiguration"])
    mfa = idp.set_user_pool_mfa_config(
        UserPoolId=pool, MfaConfiguration="OPTIONAL", SoftwareTokenMfaConfiguration={"Enabled": True}, SmsMfaConfiguration={"SmsConfiguration": {"SnsCallerArn": ROLE}}, EmailMfaConfiguration={})
    same(("OPTIONAL", True), (mfa["MfaConfiguration"], mfa["SoftwareTokenMfaConfiguration"]["Enabled"]))
    others = [idp.create_user_pool(PoolName=f"{NAME}-{i}")["UserPool"]["Id"] for i in range(2)]
    pages = list(idp.get_paginator("list_user_pools").paginate(PaginationConfig={"PageSize": 1}))
    assert len(pages) >= 3 and {pool, *others} <= {one["Id"] for page in pages for one in page["UserPools"]}
    refused("ResourceNotFoundException", "describe_user_pool", UserPoolId="us-east-1_Absent000")
    refused("InvalidParameterException", "delete_user_pool", UserPoolId=pool)
    refused("InvalidParameterException", "create_user_pool", PoolName="both", AliasAttributes=["email"], UsernameAttributes=["email"])
    for other in others:
        idp.delete_user_pool(UserPoolId=other)
    return pool, arn


def clients(pool):
    made = idp.create_user_pool_client(
        UserPoolId=pool, ClientName="web", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_AUTH"],
        WriteAttributes=["email", "nickname", "custom:plan", "phone_number"], ReadAttributes=["email", "email_verified", "nickname", "custom:plan", "phone_number"],
        AccessTokenValidity=10, TokenValidityUnits={"AccessToken": "minutes"})["UserPoolClient"]
    same("ALLOW_USER_AUTH" in made["ExplicitAuthFlows"], True)
    assert "ClientSecret" not in made
    same(10, idp.describe_user_pool_client(UserPoolId=pool, ClientId=made["ClientId"])["UserPoolClient"]["AccessTokenValidity"])
    secret = idp.create_user_pool_client(UserPoolId=pool, ClientName="server", GenerateSecret=True, ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"], RefreshTokenRotation={"Feature": "ENABLED"})["UserPoolClient"]
    pages = list(idp.get_paginator("list_user_pool_clients").paginate(UserPoolId=pool, PaginationConfig={"PageSize": 1}))
    same(({"web", "server"}, 2), ({one["ClientName"] for page in pages for one in page["UserPoolClients"]}, len(pages)))
    secrets(pool, secret)
    gone = idp.create_user_pool_client(UserPoolId=pool, ClientName="gone")["UserPoolClient"]["ClientId"]
    same("kept", idp.update_user_pool_client(UserPoolId=pool, ClientId=gone, ClientName="kept")["UserPoolClient"]["ClientName"])
    idp.delete_user_pool_client(UserPoolId=pool, ClientId=gone)
    refused("ResourceNotFoundException", "describe_user_pool_client", UserPoolId=pool, ClientId=gone)
    refused("InvalidOAuthFlowException", "create_user_pool_client", UserPoolId=pool, ClientName="m2m", AllowedOAuthFlowsUserPoolClient=True, AllowedOAuthFlows=["client_credentials"])
    same("Invalid scope requested: Cognito", refused("ScopeDoesNotExistException", "create_user_pool_client", UserPoolId=pool, ClientName="scope", AllowedOAuthScopes=["Cognito"]))
    same(f"The provider Google does not exist for User Pool {pool}.", refused("InvalidParameterException", "update_user_pool_client", UserPoolId=pool, ClientId=made["ClientId"], SupportedIdentityProviders=["Google"]))
    return made["ClientId"], secret["ClientId"]


def secrets(pool, client):
    of = {"UserPoolId": pool, "ClientId": client["ClientId"]}
    first, = idp.list_user_pool_client_secrets(**of)["ClientSecrets"]
    assert "ClientSecretValue" not in first and first["ClientSecretId"].startswith(client["ClientId"] + "--")
    time.sleep(0.002)  # The id of a secret is its client's and the moment.
    second = idp.add_user_pool_client_secret(**of)["ClientSecretDescriptor"]
    assert len(second["ClientSecretValue"]) >= 24 and isinstance(second["ClientSecretCreateDate"], datetime.datetime)
    same([first["ClientSecretId"], second["ClientSecretId"]], [one["ClientSecretId"] for one in idp.list_user_pool_client_secrets(**of)["ClientSecrets"]])
    refused("LimitExceededException", "add_user_pool_client_secret", **of)
    idp.delete_user_pool_client_secret(**of, ClientSecretId=first["ClientSecretId"])
    refused("InvalidParameterException", "delete_user_pool_client_secret", **of, ClientSecretId=second["ClientSecretId"])
    refused("ResourceNotFoundException", "delete_user_pool_client_secret", **of, ClientSecretId=first["ClientSecretId"])
    assert "ClientSecretValue" not in idp.add_user_pool_client_secret(**of, ClientSecret="a_secret+of+ones+own+123456")["ClientSecretDescriptor"]
    same(second["ClientSecretValue"], idp.describe_user_pool_client(**of)["UserPoolClient"]["ClientSecret"])


def parts(pool, client):
    of = {"UserPoolId": pool}
    server = idp.create_resource_server(**of, Identifier="orders", Name="Orders", Scopes=[{"ScopeName": "read", "ScopeDescription": "Read"}])["ResourceServer"]
    same(server, idp.describe_resource_server(**of, Identifier="orders")["ResourceServer"])
    same("Shop", idp.update_resource_server(**of, Identifier="orders", Name="Shop", Scopes=[])["ResourceServer"]["Name"])
    same(["orders"], [one["Identifier"] for one in idp.list_resource_servers(**of, MaxResults=10)["ResourceServers"]])
    idp.delete_resource_server(**of, Identifier="orders")
    refused("ResourceNotFoundException", "describe_resource_server", **of, Identifier="orders")
    groups(of)
    providers(of)
    idp.create_user_pool_domain(**of, Domain=NAME)
    same((pool, "ACTIVE"), tuple(idp.describe_user_pool_domain(Domain=NAME)["DomainDescription"][name] for name in ("UserPoolId", "Status")))
    idp.update_user_pool_domain(**of, Domain=NAME, ManagedLoginVersion=1)
    refused("InvalidParameterException", "create_user_pool_domain", **of, Domain=NAME)
    look = idp.set_ui_customization(**of, ClientId=client, CSS=".logo-customizable { max-width: 50%; }")["UICustomization"]
    same(look, idp.get_ui_customization(**of, ClientId=client)["UICustomization"])
    refused("InvalidParameterException", "set_ui_customization", **of, CSS="@import url(https://elsewhere.example/x.css);")
    branding(of, client)
    terms(of, client)


def branding(of, client):
    settings = {"components": {"form": {"borderRadius": 4.0, "lightMode": {"backgroundColor": "fffaf0ff"}}}}
    asset = {"Category": "FORM_LOGO", "ColorMode": "LIGHT", "Extension": "SVG", "Bytes": b"<svg xmlns='http://www.w3.org/2000/svg'/>"}
    made = idp.create_managed_login_branding(**of, ClientId=client, Settings=settings, Assets=[asset])["ManagedLoginBranding"]
    same((settings, [asset], False), (made["Settings"], made["Assets"], made["UseCognitoProvidedValues"]))
    style = {**of, "ManagedLoginBrandingId": made["ManagedLoginBrandingId"]}
    same(made, idp.describe_managed_login_branding(**style)["ManagedLoginBranding"])
    same("0972d3ff", idp.describe_managed_login_branding_by_client(**of, ClientId=client, ReturnMergedResources=True)["ManagedLoginBranding"]["Settings"]["componentClasses"]["link"]["lightMode"]["defaults"]["textColor"])
    refused("ManagedLoginBrandingExistsException", "create_managed_login_branding", **of, ClientId=client, UseCognitoProvidedValues=True)
    changed = idp.update_managed_login_branding(**style, Settings={"components": {"form": {"borderRadius": 9.0}}})["ManagedLoginBranding"]["Settings"]
    same({"borderRadius": 9.0, "lightMode": {"backgroundColor": "fffaf0ff"}}, changed["components"]["form"])
    refused("InvalidParameterException", "update_managed_login_branding", **style, Settings={"components": {"form": {"lightMode": {"backgroundColor": "red"}}}})
    idp.delete_managed_login_branding(**style)
    refused("ResourceNotFoundException", "describe_managed_login_branding", **style)


def terms(of, client):
    made = idp.create_terms(**of, ClientId=client, TermsName="terms-of-use", TermsSource="LINK", Enforcement="NONE", Links={"cognito:default": "https://example.com/terms"})["Terms"]
    one = {**of, "TermsId": made["TermsId"]}
    same(made, idp.describe_terms(**one)["Terms"])
    same({"cognito:german": "https://example.com/agb"}, idp.update_terms(**one, Links={"cognito:german": "https://example.com/agb"})["Terms"]["Links"])
    same(["terms-of-use"], [listed["TermsName"] for listed in idp.list_terms(**of, MaxResults=10)["Terms"]])
    refused("TermsExistsException", "create_terms", **of, ClientId=client, TermsName="terms-of-use", TermsSource="LINK", Enforcement="NONE", Links={"cognito:default": "https://example.com"})
    idp.delete_terms(**one)
    refused("ResourceNotFoundException", "describe_terms", **one)


def groups(of):
    made = idp.create_group(**of, GroupName="admins", Description="All", RoleArn=ROLE, Precedence=1)["Group"]
    same(made, idp.get_group(**of, GroupName="admins")["Group"])
    same(7, idp.update_group(**of, GroupName="admins", Precedence=7)["Group"]["Precedence"])
    idp.create_group(**of, GroupName="guests")
    same(["admins", "guests"], [one["GroupName"] for page in idp.get_paginator("list_groups").paginate(**of, PaginationConfig={"PageSize": 1}) for one in page["Groups"]])
    refused("GroupExistsException", "create_group", **of, GroupName="guests")
    idp.delete_group(**of, GroupName="guests")
    refused("ResourceNotFoundException", "get_group", **of, GroupName="guests")


def providers(of):
    details = {"client_id": "1", "authorize_scopes": "openid", "oidc_issuer": "https://id.example.com", "attributes_request_method": "GET"}
    made = idp.create_identity_provider(**of, ProviderName="Staff", ProviderType="OIDC", ProviderDetails=details, AttributeMapping={"email": "email", "username": "sub"}, IdpIdentifiers=["staff.example.com"])["IdentityProvider"]
    same(("Staff", "OIDC", {**details, "attributes_url_add_attributes": "false"}), tuple(made[name] for name in ("ProviderName", "ProviderType", "ProviderDetails")))
    same(made, idp.describe_identity_provider(**of, ProviderName="Staff")["IdentityProvider"])
    same(made, idp.get_identity_provider_by_identifier(**of, IdpIdentifier="staff.example.com")["IdentityProvider"])
    same({"email": "mail", "username": "sub"}, idp.update_identity_provider(**of, ProviderName="Staff", AttributeMapping={"email": "mail"})["IdentityProvider"]["AttributeMapping"])
    idp.create_identity_provider(**of, ProviderName="Google", ProviderType="Google", ProviderDetails={"client_id": "1", "client_secret": "2", "authorize_scopes": "email"})
    idp.create_identity_provider(**of, ProviderName="Corp", ProviderType="SAML", ProviderDetails={"MetadataURL": "https://saml.example.com/metadata"})
    same({"Staff": "OIDC", "Google": "Google", "Corp": "SAML"}, {one["ProviderName"]: one["ProviderType"] for page in idp.get_paginator("list_identity_providers").paginate(**of, PaginationConfig={"PageSize": 2}) for one in page["Providers"]})
    refused("DuplicateProviderException", "create_identity_provider", **of, ProviderName="Google", ProviderType="Google", ProviderDetails={})
    same("Provider NameOfGP cannot be of type Google.", refused("InvalidParameterException", "create_identity_provider", **of, ProviderName="NameOfGP", ProviderType="Google", ProviderDetails={}))
    same("clientId, authorizeScopes, oidcIssuer and attributesRequestMethod are all required idp details.", refused("InvalidParameterException", "create_identity_provider", **of, ProviderName="Half", ProviderType="OIDC", ProviderDetails={"client_id": "1"}))
    same("AttributeMapping contains invalid mapping: [custom:absent]", refused("InvalidParameterException", "update_identity_provider", **of, ProviderName="Staff", AttributeMapping={"custom:absent": "x"}))
    linking(of)
    for name in ("Staff", "Google", "Corp"):
        idp.delete_identity_provider(**of, ProviderName=name)
    refused("ResourceNotFoundException", "describe_identity_provider", **of, ProviderName="Staff")
    refused("ResourceNotFoundException", "get_identity_provider_by_identifier", **of, IdpIdentifier="staff.example.com")


def linking(of):
    source = {"ProviderName": "Google", "ProviderAttributeName": "Cognito_Subject", "ProviderAttributeValue": "101"}
    link = {**of, "DestinationUser": {"ProviderName": "Cognito", "ProviderAttributeValue": "linked"}, "SourceUser": source}
    refused("UserNotFoundException", "admin_link_provider_for_user", **link)
    idp.admin_create_user(**of, Username="linked", MessageAction="SUPPRESS")
    idp.admin_link_provider_for_user(**link)
    identity, = json.loads(named(idp.admin_get_user(**of, Username="linked")["UserAttributes"])["identities"])
    same(("101", "Google", "Google", None, False), tuple(identity[name] for name in ("userId", "providerName", "providerType", "issuer", "primary")))
    same("SourceUser is already linked to DestinationUser", refused("InvalidParameterException", "admin_link_provider_for_user", **link))
    idp.admin_disable_provider_for_user(**of, User=source)
    assert "identities" not in named(idp.admin_get_user(**of, Username="linked")["UserAttributes"])
    refused("UserNotFoundException", "admin_disable_provider_for_user", **of, User=source)
    idp.admin_delete_user(**of, Username="linked")


def users(pool):
    of = {"UserPoolId": pool}
    made = idp.admin_create_user(**of, Username="ann", TemporaryPassword="Temp0rary!", DesiredDeliveryMediums=["EMAIL"], UserAttributes=attributes(email="ann@example.com", email_verified="true", custom_plan="gold"))["User"]
    same(("ann", "FORCE_CHANGE_PASSWORD", True, "gold"), (made["Username"], made["UserStatus"], made["Enabled"], named(made["Attributes"])["custom:plan"]))
    same("Temp0rary!", code_for("ann@example.com"))
    ann = {**of, "Username": "ann"}
    idp.admin_update_user_attributes(**ann, UserAttributes=attributes(nickname="Annie", custom_age="7"))
    idp.admin_delete_user_attributes(**ann, UserAttributeNames=["custom:age"])
    described = idp.admin_get_user(**ann)
    assert named(described["UserAttributes"])["nickname"] == "Annie" and "custom:age" not in named(described["UserAttributes"])
    assert isinstance(described["UserCreateDate"], datetime.datetime)
    idp.admin_add_user_to_group(**ann, GroupName="admins")
    same(["admins"], [one["GroupName"] for one in idp.admin_list_groups_for_user(**ann)["Groups"]])
    same(["ann"], [one["Username"] for one in idp.list_users_in_group(**of, GroupName="admins")["Users"]])
    idp.admin_remove_user_from_group(**ann, GroupName="admins")
    same([], idp.list_users_in_group(**of, GroupName="admins")["Users"])
    idp.admin_disable_user(**ann)
    same(False, idp.admin_get_user(**ann)["Enabled"])
    idp.admin_enable_user(**ann)
    for name in ("bob", "cid", "dan"):
        idp.admin_create_user(**of, Username=name, MessageAction="SUPPRESS")
    same(["ann", "bob", "cid", "dan"], sorted(one["Username"] for page in idp.get_paginator("list_users").paginate(**of, PaginationConfig={"PageSize": 3}) for one in page["Users"]))
    found, = idp.list_users(**of, Filter='email ^= "ann@"', AttributesToGet=["email"])["Users"]
    same({"email": "ann@example.com"}, named(found["Attributes"]))
    idp.admin_delete_user(**of, Username="dan")
    refused("UserNotFoundException", "admin_get_user", **of, Username="dan")
    same("User account already exists", refused("UsernameExistsException", "admin_create_user", **of, Username="ann"))
    refused("InvalidPasswordException", "admin_set_user_password", **of, Username="bob", Password="short", Permanent=True)
    refused("InvalidParameterException", "list_users", **of, Filter="nonsense")
    refused("InvalidParameterException", "admin_create_user", **of, Username="eve", UserAttributes=attributes(email="nobody"))


def signing_in(pool, client):
    admin = {"UserPoolId": pool, "ClientId": client}
    asked = idp.admin_initiate_auth(**admin, AuthFlow="ADMIN_USER_PASSWORD_AUTH", AuthParameters={"USERNAME": "ann", "PASSWORD": "Temp0rary!"})
    same("NEW_PASSWORD_REQUIRED", asked["ChallengeName"])
    tokens = idp.admin_respond_to_auth_challenge(**admin, ChallengeName="NEW_PASSWORD_REQUIRED", Session=asked["Session"], ChallengeResponses={"USERNAME": "ann", "NEW_PASSWORD": PASSWORD})["AuthenticationResult"]
    same(("Bearer", 600), (tokens["TokenType"], tokens["ExpiresIn"]))
    idp.admin_set_user_password(UserPoolId=pool, Username="bob", Password=PASSWORD, Permanent=True)
    same("Incorrect username or password.", refused("NotAuthorizedException", "initiate_auth", ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={"USERNAME": "ann", "PASSWORD": "Wrong-0ne"}))
    refused("UserNotFoundException", "initiate_auth", ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={"USERNAME": "nobody", "PASSWORD": "Wrong-0ne"})
    refused("InvalidParameterException", "initiate_auth", ClientId=client, AuthFlow="USER_SRP_AUTH", AuthParameters={"USERNAME": "ann", "SRP_A": "a"})
    tokens = password(client, "ann", PASSWORD)
    access = tokens["AccessToken"]
    again = idp.get_tokens_from_refresh_token(ClientId=client, RefreshToken=tokens["RefreshToken"])["AuthenticationResult"]
    same(3, len(again["IdToken"].split(".")))
    chosen = idp.initiate_auth(ClientId=client, AuthFlow="USER_AUTH", AuthParameters={"USERNAME": "ann"})
    same({"PASSWORD", "PASSWORD_SRP", "EMAIL_OTP"}, set(chosen["AvailableChallenges"]))
    asked = idp.respond_to_auth_challenge(ClientId=client, ChallengeName="SELECT_CHALLENGE", Session=chosen["Session"], ChallengeResponses={"USERNAME": "ann", "ANSWER": "EMAIL_OTP"})
    answer = {"ClientId": client, "ChallengeName": "EMAIL_OTP", "Session": asked["Session"]}
    refused("CodeMismatchException", "respond_to_auth_challenge", **answer, ChallengeResponses={"USERNAME": "ann", "EMAIL_OTP_CODE": "wrong"})
    assert idp.respond_to_auth_challenge(**answer, ChallengeResponses={"USERNAME": "ann", "EMAIL_OTP_CODE": code_for("ann@example.com")})["AuthenticationResult"]["IdToken"]
    same({"PASSWORD", "EMAIL_OTP"}, set(idp.get_user_auth_factors(AccessToken=access)["ConfiguredUserAuthFactors"]))
    idp.revoke_token(ClientId=client, Token=tokens["RefreshToken"])
    same("Access Token has been revoked", refused("NotAuthorizedException", "get_user", AccessToken=access))
    refused("UnsupportedTokenTypeException", "revoke_token", ClientId=client, Token=access)
    return password(client, "ann", PASSWORD)


def password(client, user, secret):
    return idp.initiate_auth(ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={"USERNAME": user, "PASSWORD": secret})["AuthenticationResult"]


def oneself(pool, client, tokens):
    me = {"AccessToken": tokens["AccessToken"]}
    seen = idp.get_user(**me)
    same(("ann", "gold", "Annie"), (seen["Username"], named(seen["UserAttributes"])["custom:plan"], named(seen["UserAttributes"])["nickname"]))
    delivery, = idp.update_user_attributes(**me, UserAttributes=attributes(email="ann@new.example"))["CodeDeliveryDetailsList"]
    same(("a***@n***", "EMAIL", "email"), (delivery["Destination"], delivery["DeliveryMedium"], delivery["AttributeName"]))
    same("ann@example.com", named(idp.get_user(**me)["UserAttributes"])["email"])
    refused("CodeMismatchException", "verify_user_attribute", **me, AttributeName="email", Code="wrong")
    idp.verify_user_attribute(**me, AttributeName="email", Code=code_for("ann@new.example"))
    same(("ann@new.example", "true"), tuple(named(idp.get_user(**me)["UserAttributes"])[name] for name in ("email", "email_verified")))
    same("email", idp.get_user_attribute_verification_code(**me, AttributeName="email")["CodeDeliveryDetails"]["AttributeName"])
    idp.delete_user_attributes(**me, UserAttributeNames=["nickname"])
    assert "nickname" not in named(idp.get_user(**me)["UserAttributes"])
    idp.change_password(**me, PreviousPassword=PASSWORD, ProposedPassword=CHOSEN)
    refused("NotAuthorizedException", "change_password", **me, PreviousPassword=PASSWORD, ProposedPassword="An0ther-one")
    refused("NotAuthorizedException", "update_user_attributes", **me, UserAttributes=attributes(custom_age="8"))
    second_factors(pool, client, me)
    idp.global_sign_out(**me)
    refused("NotAuthorizedException", "get_user", **me)
    time.sleep(1.1)  # A sign-out counts for sign-ins of the same second.
    tokens = password(client, "bob", PASSWORD)
    idp.admin_user_global_sign_out(UserPoolId=pool, Username="bob")
    refused("NotAuthorizedException", "get_user", AccessToken=tokens["AccessToken"])
    time.sleep(1.1)
    idp.delete_user(AccessToken=password(client, "bob", PASSWORD)["AccessToken"])
    refused("UserNotFoundException", "admin_get_user", UserPoolId=pool, Username="bob")


def second_factors(pool, client, me):
    secret = idp.associate_software_token(**me)["SecretCode"]
    refused("EnableSoftwareTokenMFAException", "verify_software_token", **me, UserCode="000000" if app_code(secret) != "000000" else "000001")
    same("SUCCESS", idp.verify_software_token(**me, UserCode=app_code(secret, -1))["Status"])
    idp.set_user_mfa_preference(**me, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True})
    same(("SOFTWARE_TOKEN_MFA", ["SOFTWARE_TOKEN_MFA"]), tuple(idp.get_user(**me)[name] for name in ("PreferredMfaSetting", "UserMFASettingList")))
    asked = idp.initiate_auth(ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={"USERNAME": "ann", "PASSWORD": CHOSEN})
    same("SOFTWARE_TOKEN_MFA", asked["ChallengeName"])
    assert idp.respond_to_auth_challenge(ClientId=client, ChallengeName=asked["ChallengeName"], Session=asked["Session"], ChallengeResponses={"USERNAME": "ann", "SOFTWARE_TOKEN_MFA_CODE": app_code(secret, 1)})["AuthenticationResult"]
    idp.admin_set_user_mfa_preference(UserPoolId=pool, Username="ann", SoftwareTokenMfaSettings={"Enabled": False})
    assert "PreferredMfaSetting" not in idp.admin_get_user(UserPoolId=pool, Username="ann")
    refused("InvalidParameterException", "set_user_mfa_preference", **me, SMSMfaSettings={"Enabled": True})


def passkeys_and_devices():
    pool = idp.create_user_pool(
        PoolName=NAME + "-devices", DeviceConfiguration={"ChallengeRequiredOnNewDevice": True},
        Policies={"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}})["UserPool"]["Id"]
    config = {"RelyingPartyId": "localhost", "UserVerification": "preferred"}
    same(config, idp.set_user_pool_mfa_config(UserPoolId=pool, WebAuthnConfiguration=config)["WebAuthnConfiguration"])
    same(config, idp.get_user_pool_mfa_config(UserPoolId=pool)["WebAuthnConfiguration"])
    client = idp.create_user_pool_client(UserPoolId=pool, ClientName="app", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH"])["UserPoolClient"]["ClientId"]
    idp.admin_create_user(UserPoolId=pool, Username="ann", MessageAction="SUPPRESS")
    idp.admin_set_user_password(UserPoolId=pool, Username="ann", Password=PASSWORD, Permanent=True)
    tokens = password(client, "ann", PASSWORD)
    me, admin, device = {"AccessToken": tokens["AccessToken"]}, {"UserPoolId": pool, "Username": "ann"}, {"DeviceKey": tokens["NewDeviceMetadata"]["DeviceKey"]}
    verifier = {"PasswordVerifier": base64.b64encode(bytes(range(1, 200))).decode(), "Salt": base64.b64encode(bytes(range(16))).decode()}
    same("Invalid device key given.", refused("InvalidParameterException", "confirm_device", **me, DeviceKey="us-east-1_00000000-0000-0000-0000-000000000000", DeviceSecretVerifierConfig=verifier))
    same(False, idp.confirm_device(**me, **device, DeviceSecretVerifierConfig=verifier, DeviceName="laptop")["UserConfirmationNecessary"])
    same("laptop", named(idp.get_device(**me, **device)["Device"]["DeviceAttributes"])["device_name"])
    same([device["DeviceKey"]], [one["DeviceKey"] for one in idp.list_devices(**me)["Devices"]])
    same("DEVICE_SRP_AUTH", idp.initiate_auth(ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={"USERNAME": "ann", "PASSWORD": PASSWORD, "DEVICE_KEY": device["DeviceKey"]})["ChallengeName"])
    idp.update_device_status(**me, **device, DeviceRememberedStatus="not_remembered")
    same("not_remembered", named(idp.admin_get_device(**admin, **device)["Device"]["DeviceAttributes"])["dev:device_remembered_status"])
    idp.admin_update_device_status(**admin, **device, DeviceRememberedStatus="remembered")
    same(1, len(idp.admin_list_devices(**admin)["Devices"]))
    idp.forget_device(**me, **device)
    same("Device does not exist.", refused("ResourceNotFoundException", "admin_forget_device", **admin, **device))
    again = password(client, "ann", PASSWORD)
    idp.confirm_device(AccessToken=again["AccessToken"], DeviceKey=again["NewDeviceMetadata"]["DeviceKey"], DeviceSecretVerifierConfig=verifier)
    idp.admin_forget_device(**admin, DeviceKey=again["NewDeviceMetadata"]["DeviceKey"])
    passkey = new_passkey(idp.start_web_authn_registration(**me)["CredentialCreationOptions"])
    idp.complete_web_authn_registration(**me, Credential=passkey)
    refused("WebAuthnChallengeNotFoundException", "complete_web_authn_registration", **me, Credential=passkey)
    same([passkey["id"]], [one["CredentialId"] for one in idp.list_web_authn_credentials(**me)["Credentials"]])
    same({"PASSWORD", "WEB_AUTHN"}, set(idp.get_user_auth_factors(**me)["ConfiguredUserAuthFactors"]))
    asked = idp.initiate_auth(ClientId=client, AuthFlow="USER_AUTH", AuthParameters={"USERNAME": "ann", "PREFERRED_CHALLENGE": "WEB_AUTHN"})
    same(("WEB_AUTHN", "localhost"), (asked["ChallengeName"], json.loads(asked["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"])["rpId"]))
    answer = {"ClientId": client, "ChallengeName": "WEB_AUTHN", "Session": asked["Session"], "ChallengeResponses": {"USERNAME": "ann", "CREDENTIAL": json.dumps(passkey)}}
    refused("NotAuthorizedException", "respond_to_auth_challenge", **answer)
    idp.delete_web_authn_credential(**me, CredentialId=passkey["id"])
    refused("ResourceNotFoundException", "delete_web_authn_credential", **me, CredentialId=passkey["id"])
    idp.delete_user_pool(UserPoolId=pool)


def new_passkey(options):
    """What an authenticator answers whose key is the base point of P-256: making a passkey signs nothing."""

    def text(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    x = bytes.fromhex("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296")
    y = bytes.fromhex("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5")
    key = b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20" + x + b"\x22\x58\x20" + y
    identity = b"a passkey of walk"
    data = hashlib.sha256(options["rp"]["id"].encode()).digest() + b"\x45" + bytes(4) + bytes(16) + len(identity).to_bytes(2, "big") + identity + key
    attestation = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58" + bytes([len(data)]) + data
    said = json.dumps({"type": "webauthn.create", "challenge": options["challenge"], "origin": "http://localhost:3000"}).encode()
    return {
        "id": text(identity), "rawId": text(identity), "type": "public-key", "clientExtensionResults": {},
        "response": {"clientDataJSON": text(said), "attestationObject": text(attestation), "transports": ["internal"]},
    }


def signing_up(pool, client):
    of = {"ClientId": client, "Username": "flo"}
    made = idp.sign_up(**of, Password=PASSWORD, UserAttributes=attributes(email="flo@example.com"))
    same((False, "f***@e***"), (made["UserConfirmed"], made["CodeDeliveryDetails"]["Destination"]))
    same("User already exists", refused("UsernameExistsException", "sign_up", **of, Password=PASSWORD))
    refused("UserNotConfirmedException", "initiate_auth", ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={"USERNAME": "flo", "PASSWORD": PASSWORD})
    same("email", idp.resend_confirmation_code(**of)["CodeDeliveryDetails"]["AttributeName"])
    same("Invalid verification code provided, please try again.", refused("CodeMismatchException", "confirm_sign_up", **of, ConfirmationCode="wrong"))
    idp.confirm_sign_up(**of, ConfirmationCode=code_for("flo@example.com"))
    idp.sign_up(ClientId=client, Username="gus", Password=PASSWORD)
    idp.admin_confirm_sign_up(UserPoolId=pool, Username="gus")
    same("CONFIRMED", idp.admin_get_user(UserPoolId=pool, Username="gus")["UserStatus"])
    same("flo@example.com"[0] + "***@e***", idp.forgot_password(**of)["CodeDeliveryDetails"]["Destination"])
    refused("CodeMismatchException", "confirm_forgot_password", **of, ConfirmationCode="wrong", Password=CHOSEN)
    idp.confirm_forgot_password(**of, ConfirmationCode=code_for("flo@example.com"), Password=CHOSEN)
    assert password(client, "flo", CHOSEN)
    idp.admin_reset_user_password(UserPoolId=pool, Username="flo")
    refused("PasswordResetRequiredException", "initiate_auth", ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={"USERNAME": "flo", "PASSWORD": CHOSEN})
    refused("ResourceNotFoundException", "sign_up", ClientId="absentabsentabsentabsent00", Username="x", Password=PASSWORD)


def with_a_secret(client):
    refused("NotAuthorizedException", "initiate_auth", ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={"USERNAME": "flo", "PASSWORD": CHOSEN})
    refused("NotAuthorizedException", "get_tokens_from_refresh_token", ClientId=client, RefreshToken="a", ClientSecret="a" * 24)


def importing(pool):
    of = {"UserPoolId": pool}
    header = idp.get_csv_header(**of)["CSVHeader"]
    job = idp.create_user_import_job(**of, JobName="first", CloudWatchLogsRoleArn=ROLE)["UserImportJob"]
    refused("PreconditionNotMetException", "start_user_import_job", **of, JobId=job["JobId"])
    row = {"cognito:username": "ida", "email": "ida@example.com", "email_verified": "true", "cognito:mfa_enabled": "false"}
    http(job["PreSignedUrl"], (",".join(header) + "\n" + ",".join(row.get(name, "") for name in header) + "\n").encode(), "PUT")
    idp.start_user_import_job(**of, JobId=job["JobId"])
    while idp.describe_user_import_job(**of, JobId=job["JobId"])["UserImportJob"]["Status"] in ("Pending", "InProgress"):
        time.sleep(0.05)
    done = idp.describe_user_import_job(**of, JobId=job["JobId"])["UserImportJob"]
    same(("Succeeded", 1, 0), (done["Status"], done["ImportedUsers"], done["FailedUsers"]))
    same("RESET_REQUIRED", idp.admin_get_user(**of, Username="ida")["UserStatus"])
    second = idp.create_user_import_job(**of, JobName="second", CloudWatchLogsRoleArn=ROLE)["UserImportJob"]
    same("Stopped", idp.stop_user_import_job(**of, JobId=second["JobId"])["UserImportJob"]["Status"])
    same({"first", "second"}, {one["JobName"] for one in idp.list_user_import_jobs(**of, MaxResults=10)["UserImportJobs"]})


def ending(pool):
    refused("InvalidParameterException", "delete_user_pool", UserPoolId=pool)
    described = idp.describe_user_pool(UserPoolId=pool)["UserPool"]
    idp.update_user_pool(UserPoolId=pool, DeletionProtection="INACTIVE", PoolName=NAME + "-renamed", AutoVerifiedAttributes=described["AutoVerifiedAttributes"])
    same(NAME + "-renamed", idp.describe_user_pool(UserPoolId=pool)["UserPool"]["Name"])
    idp.delete_user_pool_domain(UserPoolId=pool, Domain=NAME)
    idp.delete_user_pool(UserPoolId=pool)
    refused("ResourceNotFoundException", "list_users", UserPoolId=pool)


def what_is_not_offered(pool):
    """Each operation that was not walked is refused by its name, or as one of a pool without threat protection."""
    errors = {}
    for operation in sorted(set(witness.service.operation_names) - witness.answered):
        method = next(name for name, of in idp.meta.method_to_api_mapping.items() if of == operation)
        members = smallest(witness.service.operation_model(operation).input_shape)
        if "UserPoolId" in members:
            members["UserPoolId"] = pool
        try:
            getattr(idp, method)(**members)
        except ClientError as refusal:
            errors[operation] = refusal.response["Error"]["Code"]
            assert operation in refusal.response["Error"]["Message"] or errors[operation] == "UserPoolAddOnNotEnabledException", refusal
    return errors


pool, arn = pools()
client, secret_client = clients(pool)
parts(pool, client)
users(pool)
tokens = signing_in(pool, client)
oneself(pool, client, tokens)
passkeys_and_devices()
signing_up(pool, client)
with_a_secret(secret_client)
importing(pool)
ending(pool)
last = idp.create_user_pool(PoolName=NAME)["UserPool"]["Id"]
unoffered = what_is_not_offered(last)
idp.delete_user_pool(UserPoolId=last)
answered = sorted(witness.answered)
print(json.dumps({"answered": answered, "unoffered": unoffered, "problems": witness.problems}))
sys.exit(1 if witness.problems else 0)
