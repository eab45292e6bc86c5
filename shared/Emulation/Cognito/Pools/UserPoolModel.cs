using System.Collections.Frozen;
using Emulation.Cognito.Protocol;
using static Emulation.Cognito.Protocol.OperationModel;

namespace Emulation.Cognito.Pools;

/// <summary>
/// The members that each operation of user pools has, as AWS's service model lists them, and what a call is authorized on, as the Service Authorization
/// Reference does ("Amazon Cognito User Pools"). A member that is not here is not part of the call.
/// </summary>
internal static class UserPoolModel
{
    public static FrozenDictionary<string, OperationModel> All { get; } = Table(
        Pool("AddCustomAttributes", "UserPoolId CustomAttributes"),
        Pool("AddUserPoolClientSecret", "UserPoolId ClientId ClientSecret"),
        Pool("AdminAddUserToGroup", "UserPoolId Username GroupName") with { IsSilent = true },
        Pool("AdminConfirmSignUp", "UserPoolId Username ClientMetadata"),
        Pool(
            "AdminCreateUser",
            "UserPoolId Username UserAttributes ValidationData TemporaryPassword ForceAliasCreation MessageAction DesiredDeliveryMediums " +
            "ClientMetadata"),
        Pool("AdminDeleteUser", "UserPoolId Username") with { IsSilent = true },
        Pool("AdminDeleteUserAttributes", "UserPoolId Username UserAttributeNames"),
        Pool("AdminDisableUser", "UserPoolId Username"),
        Pool("AdminEnableUser", "UserPoolId Username"),
        Pool("AdminGetUser", "UserPoolId Username"),
        Pool("AdminInitiateAuth", "UserPoolId ClientId AuthFlow AuthParameters ClientMetadata AnalyticsMetadata ContextData Session"),
        Pool("AdminListGroupsForUser", "Username UserPoolId Limit NextToken"),
        Pool("AdminListUserAuthEvents", "UserPoolId Username MaxResults NextToken"),
        Pool("AdminRemoveUserFromGroup", "UserPoolId Username GroupName") with { IsSilent = true },
        Pool("AdminResetUserPassword", "UserPoolId Username ClientMetadata"),
        Pool("AdminRespondToAuthChallenge", "UserPoolId ClientId ChallengeName ChallengeResponses Session AnalyticsMetadata ContextData ClientMetadata"),
        Pool("AdminSetUserMFAPreference", "SMSMfaSettings SoftwareTokenMfaSettings EmailMfaSettings WebAuthnMfaSettings Username UserPoolId"),
        Pool("AdminSetUserPassword", "UserPoolId Username Password Permanent"),
        Pool("AdminUpdateAuthEventFeedback", "UserPoolId Username EventId FeedbackValue"),
        Pool("AdminUpdateUserAttributes", "UserPoolId Username UserAttributes ClientMetadata"),
        Pool("AdminUserGlobalSignOut", "UserPoolId Username"),
        Open("AssociateSoftwareToken", "AccessToken Session"),
        Open("ChangePassword", "PreviousPassword ProposedPassword AccessToken"),
        Open("ConfirmForgotPassword", "ClientId SecretHash Username ConfirmationCode Password AnalyticsMetadata UserContextData ClientMetadata"),
        Open("ConfirmSignUp", "ClientId SecretHash Username ConfirmationCode ForceAliasCreation AnalyticsMetadata UserContextData ClientMetadata Session"),
        Pool("CreateGroup", "GroupName UserPoolId Description RoleArn Precedence"),
        Pool("CreateIdentityProvider", "UserPoolId ProviderName ProviderType ProviderDetails AttributeMapping IdpIdentifiers"),
        Pool("CreateResourceServer", "UserPoolId Identifier Name Scopes"),
        Pool("CreateUserImportJob", "JobName UserPoolId CloudWatchLogsRoleArn"),
        Everything(
            "CreateUserPool",
            "PoolName Policies DeletionProtection LambdaConfig AutoVerifiedAttributes AliasAttributes UsernameAttributes SmsVerificationMessage " +
            "EmailVerificationMessage EmailVerificationSubject VerificationMessageTemplate SmsAuthenticationMessage MfaConfiguration " +
            "UserAttributeUpdateSettings DeviceConfiguration EmailConfiguration SmsConfiguration UserPoolTags AdminCreateUserConfig Schema " +
            "UserPoolAddOns UsernameConfiguration AccountRecoverySetting UserPoolTier"),
        Pool(
            "CreateUserPoolClient",
            "UserPoolId ClientName GenerateSecret ClientSecret RefreshTokenValidity AccessTokenValidity IdTokenValidity TokenValidityUnits " +
            "ReadAttributes WriteAttributes ExplicitAuthFlows SupportedIdentityProviders CallbackURLs LogoutURLs DefaultRedirectURI " +
            "AllowedOAuthFlows AllowedOAuthScopes AllowedOAuthFlowsUserPoolClient AnalyticsConfiguration PreventUserExistenceErrors " +
            "EnableTokenRevocation EnablePropagateAdditionalUserContextData AuthSessionValidity RefreshTokenRotation"),
        Pool("CreateUserPoolDomain", "Domain UserPoolId ManagedLoginVersion CustomDomainConfig"),
        Pool("DeleteGroup", "GroupName UserPoolId") with { IsSilent = true },
        Pool("DeleteIdentityProvider", "UserPoolId ProviderName") with { IsSilent = true },
        Pool("DeleteResourceServer", "UserPoolId Identifier") with { IsSilent = true },
        Open("DeleteUser", "AccessToken") with { IsSilent = true },
        Open("DeleteUserAttributes", "UserAttributeNames AccessToken"),
        Pool("DeleteUserPool", "UserPoolId") with { IsSilent = true },
        Pool("DeleteUserPoolClient", "UserPoolId ClientId") with { IsSilent = true },
        Pool("DeleteUserPoolClientSecret", "UserPoolId ClientId ClientSecretId"),
        Pool("DeleteUserPoolDomain", "Domain UserPoolId"),
        Pool("DescribeIdentityProvider", "UserPoolId ProviderName"),
        Pool("DescribeResourceServer", "UserPoolId Identifier"),
        Pool("DescribeRiskConfiguration", "UserPoolId ClientId"),
        Pool("DescribeUserImportJob", "UserPoolId JobId"),
        Pool("DescribeUserPool", "UserPoolId"),
        Pool("DescribeUserPoolClient", "UserPoolId ClientId"),
        Everything("DescribeUserPoolDomain", "Domain"),
        Open("ForgotPassword", "ClientId SecretHash UserContextData Username AnalyticsMetadata ClientMetadata"),
        Pool("GetCSVHeader", "UserPoolId"),
        Pool("GetGroup", "GroupName UserPoolId"),
        Pool("GetIdentityProviderByIdentifier", "UserPoolId IdpIdentifier"),
        Pool("GetSigningCertificate", "UserPoolId"),
        Open("GetTokensFromRefreshToken", "RefreshToken ClientId ClientSecret DeviceKey ClientMetadata"),
        Pool("GetUICustomization", "UserPoolId ClientId"),
        Open("GetUser", "AccessToken"),
        Open("GetUserAttributeVerificationCode", "AccessToken AttributeName ClientMetadata"),
        Open("GetUserAuthFactors", "AccessToken"),
        Pool("GetUserPoolMfaConfig", "UserPoolId"),
        Open("GlobalSignOut", "AccessToken"),
        Open("InitiateAuth", "AuthFlow AuthParameters ClientMetadata ClientId AnalyticsMetadata UserContextData Session"),
        Pool("ListGroups", "UserPoolId Limit NextToken"),
        Pool("ListIdentityProviders", "UserPoolId MaxResults NextToken"),
        Pool("ListResourceServers", "UserPoolId MaxResults NextToken"),
        Arn("ListTagsForResource", "ResourceArn"),
        Pool("ListUserImportJobs", "UserPoolId MaxResults PaginationToken"),
        Pool("ListUserPoolClientSecrets", "UserPoolId ClientId NextToken"),
        Pool("ListUserPoolClients", "UserPoolId MaxResults NextToken"),
        Everything("ListUserPools", "NextToken MaxResults"),
        Pool("ListUsers", "UserPoolId AttributesToGet Limit PaginationToken Filter"),
        Pool("ListUsersInGroup", "UserPoolId GroupName Limit NextToken"),
        Open("ResendConfirmationCode", "ClientId SecretHash UserContextData Username AnalyticsMetadata ClientMetadata"),
        Open("RespondToAuthChallenge", "ClientId ChallengeName Session ChallengeResponses AnalyticsMetadata UserContextData ClientMetadata"),
        Open("RevokeToken", "Token ClientId ClientSecret"),
        Pool("SetRiskConfiguration", "UserPoolId ClientId CompromisedCredentialsRiskConfiguration AccountTakeoverRiskConfiguration RiskExceptionConfiguration"),
        Pool("SetUICustomization", "UserPoolId ClientId CSS ImageFile"),
        Open("SetUserMFAPreference", "SMSMfaSettings SoftwareTokenMfaSettings EmailMfaSettings WebAuthnMfaSettings AccessToken"),
        Pool("SetUserPoolMfaConfig", "UserPoolId SmsMfaConfiguration SoftwareTokenMfaConfiguration EmailMfaConfiguration MfaConfiguration WebAuthnConfiguration"),
        Open("SignUp", "ClientId SecretHash Username Password UserAttributes ValidationData AnalyticsMetadata UserContextData ClientMetadata"),
        Pool("StartUserImportJob", "UserPoolId JobId"),
        Pool("StopUserImportJob", "UserPoolId JobId"),
        Arn("TagResource", "ResourceArn Tags"),
        Arn("UntagResource", "ResourceArn TagKeys"),
        Open("UpdateAuthEventFeedback", "UserPoolId Username EventId FeedbackToken FeedbackValue"),
        Pool("UpdateGroup", "GroupName UserPoolId Description RoleArn Precedence"),
        Pool("UpdateIdentityProvider", "UserPoolId ProviderName ProviderDetails AttributeMapping IdpIdentifiers"),
        Pool("UpdateResourceServer", "UserPoolId Identifier Name Scopes"),
        Open("UpdateUserAttributes", "UserAttributes AccessToken ClientMetadata"),
        Pool(
            "UpdateUserPool",
            "UserPoolId Policies DeletionProtection LambdaConfig AutoVerifiedAttributes SmsVerificationMessage EmailVerificationMessage " +
            "EmailVerificationSubject VerificationMessageTemplate SmsAuthenticationMessage UserAttributeUpdateSettings MfaConfiguration " +
            "DeviceConfiguration EmailConfiguration SmsConfiguration UserPoolTags AdminCreateUserConfig UserPoolAddOns AccountRecoverySetting " +
            "PoolName UserPoolTier"),
        Pool(
            "UpdateUserPoolClient",
            "UserPoolId ClientId ClientName RefreshTokenValidity AccessTokenValidity IdTokenValidity TokenValidityUnits ReadAttributes " +
            "WriteAttributes ExplicitAuthFlows SupportedIdentityProviders CallbackURLs LogoutURLs DefaultRedirectURI AllowedOAuthFlows " +
            "AllowedOAuthScopes AllowedOAuthFlowsUserPoolClient AnalyticsConfiguration PreventUserExistenceErrors EnableTokenRevocation " +
            "EnablePropagateAdditionalUserContextData AuthSessionValidity RefreshTokenRotation"),
        Pool("UpdateUserPoolDomain", "Domain UserPoolId ManagedLoginVersion CustomDomainConfig"),
        Open("VerifySoftwareToken", "AccessToken Session UserCode FriendlyDeviceName"),
        Open("VerifyUserAttribute", "AccessToken AttributeName Code"));
}
