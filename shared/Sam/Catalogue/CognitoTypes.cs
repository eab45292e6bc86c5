using System.Collections.Immutable;
using Sam.Naming;

namespace Sam.Catalogue;

/// <summary>
/// AWS::Cognito::*. What CreateUserPool and CreateUserPoolClient take is enforced: it reaches the user pools as it stands in the template, and they
/// check its values. Source: AWS CloudFormation Template Reference, "Amazon Cognito".
/// </summary>
internal static class CognitoTypes
{

    /// <summary>The triggers that are a function's ARN; those that an event of type <c>Cognito</c> can name.</summary>
    public static ImmutableArray<string> Triggers { get; } =
    [
        "CreateAuthChallenge", "CustomMessage", "DefineAuthChallenge", "PostAuthentication", "PostConfirmation", "PreAuthentication", "PreSignUp",
        "PreTokenGeneration", "UserMigration", "VerifyAuthChallengeResponse",
    ];

    /// <summary>The triggers that are a map of a function's ARN and the version of its event.</summary>
    public static ImmutableArray<string> VersionedTriggers { get; } = ["CustomEmailSender", "CustomSMSSender", "InboundFederation", "PreTokenGenerationConfig"];

    /// <summary>The properties of an event of type <c>Cognito</c>.</summary>
    public static Shape Event { get; } = Shape.Empty.Enforced("Trigger* UserPool*");

    private static Shape LambdaConfig { get; } = VersionedTriggers.Aggregate(
        Shape.Empty.Enforced(string.Join(' ', Triggers)).Enforced("KMSKeyID"),
        static (shape, trigger) => shape.Enforced(trigger, Shape.Empty.Enforced("LambdaArn* LambdaVersion*")));

    private static Shape SchemaAttribute { get; } = Shape.Empty
        .Enforced("AttributeDataType DeveloperOnlyAttribute Mutable Name Required")
        .Enforced("NumberAttributeConstraints", Shape.Empty.Enforced("MaxValue MinValue"))
        .Enforced("StringAttributeConstraints", Shape.Empty.Enforced("MaxLength MinLength"));

    private static Shape UserPool { get; } = Shape.Empty
        .Enforced("AliasAttributes AutoVerifiedAttributes DeletionProtection EnabledMfas MfaConfiguration UserPoolName UsernameAttributes")
        .Enforced(
            "EmailAuthenticationMessage EmailAuthenticationSubject EmailVerificationMessage EmailVerificationSubject")
        .Enforced("SmsAuthenticationMessage SmsVerificationMessage UserPoolTags")
        .Enforced("AccountRecoverySetting", Shape.Empty.Enforced("RecoveryMechanisms", Shape.Empty.Enforced("Name Priority")))
        .Enforced("AdminCreateUserConfig", Shape.Empty
            .Enforced("AllowAdminCreateUserOnly UnusedAccountValidityDays")
            .Enforced("InviteMessageTemplate", Shape.Empty.Enforced("EmailMessage EmailSubject SMSMessage")))
        .Enforced("DeviceConfiguration", Shape.Empty.Enforced("ChallengeRequiredOnNewDevice DeviceOnlyRememberedOnUserPrompt"))
        .Enforced("LambdaConfig", LambdaConfig)
        .Enforced("Policies", Shape.Empty
            .Enforced(
                "PasswordPolicy",
                Shape.Empty.Enforced("MinimumLength PasswordHistorySize RequireLowercase RequireNumbers RequireSymbols RequireUppercase TemporaryPasswordValidityDays"))
            .Enforced("SignInPolicy", Shape.Empty.Enforced("AllowedFirstAuthFactors")))
        .Enforced("Schema", SchemaAttribute)
        .Enforced("UserAttributeUpdateSettings", Shape.Empty.Enforced("AttributesRequireVerificationBeforeUpdate*"))
        .Enforced("UserPoolAddOns", Shape.Empty.Enforced("AdvancedSecurityMode").Enforced("AdvancedSecurityAdditionalFlows", Shape.Empty.Enforced("CustomAuthMode")))
        .Enforced("UsernameConfiguration", Shape.Empty.Enforced("CaseSensitive"))
        .Enforced("VerificationMessageTemplate", Shape.Empty.Enforced("DefaultEmailOption EmailMessage EmailMessageByLink EmailSubject EmailSubjectByLink SmsMessage"))
        // Who sends and who pays decides nothing about who may sign in: messages end in the outbox.
        .Inert("EmailConfiguration SmsConfiguration UserPoolTier")
        .Enforced("WebAuthnFactorConfiguration WebAuthnRelyingPartyID WebAuthnUserVerification");

    private static Shape Client { get; } = Shape.Empty
        .Enforced("UserPoolId* ClientName GenerateSecret ExplicitAuthFlows PreventUserExistenceErrors AuthSessionValidity")
        .Enforced("AccessTokenValidity IdTokenValidity RefreshTokenValidity EnableTokenRevocation ReadAttributes WriteAttributes")
        .Enforced("AllowedOAuthFlows AllowedOAuthFlowsUserPoolClient AllowedOAuthScopes CallbackURLs DefaultRedirectURI LogoutURLs SupportedIdentityProviders")
        .Enforced("RefreshTokenRotation", Shape.Empty.Enforced("Feature RetryGracePeriodSeconds"))
        .Enforced("TokenValidityUnits", Shape.Empty.Enforced("AccessToken IdToken RefreshToken"))
        .Inert("AnalyticsConfiguration EnablePropagateAdditionalUserContextData");

    public static ImmutableArray<ResourceType> All { get; } =
    [
        new("AWS::Cognito::UserPool")
        {
            Word = ElementWord.Emulated,
            Properties = UserPool,
            NameProperty = "UserPoolName",
            GeneratedName = new(128, NameLetters.Mixed),
            Ref = PoolId,
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("Arn", static pool => pool.Arn("cognito-idp", $"userpool/{PoolId(pool)}"))
                .Add("ProviderName", Provider)
                .Add("ProviderURL", static pool => $"https://{Provider(pool)}")
                .Add("UserPoolId", PoolId),
        },
        new("AWS::Cognito::UserPoolClient")
        {
            Word = ElementWord.Emulated,
            Properties = Client,
            NameProperty = "ClientName",
            GeneratedName = new(128, NameLetters.Mixed),
            Ref = ClientId,
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("ClientId", ClientId)
                .Add("Name", static client => client.Name),
            Withheld = ImmutableDictionary<string, string>.Empty
                .Add("ClientSecret", "The secret is drawn at random when the client is made; read it with 'aws cognito-idp describe-user-pool-client'."),
        },
        new("AWS::Cognito::UserPoolDomain")
        {
            Word = ElementWord.Emulated,
            Properties = Shape.Empty
                .Enforced("Domain* UserPoolId* ManagedLoginVersion")
                .Closed("CustomDomainConfig", "LocalAws serves no custom domains.", "Use a prefix as Domain, or give it only where the template is deployed, with Fn::If."),
            NameProperty = "Domain",
            Withheld = ImmutableDictionary<string, string>.Empty.Add("CloudFrontDistribution", "There is no distribution in front of a local domain."),
        },
        new("AWS::Cognito::UserPoolGroup")
        {
            Word = ElementWord.Emulated,
            Properties = Shape.Empty.Enforced("UserPoolId* Description GroupName Precedence RoleArn"),
            NameProperty = "GroupName",
            GeneratedName = new(128, NameLetters.Mixed),
        },
        new("AWS::Cognito::UserPoolResourceServer")
        {
            Word = ElementWord.Emulated,
            Properties = Shape.Empty.Enforced("Identifier* Name* UserPoolId*").Enforced("Scopes", Shape.Empty.Enforced("ScopeDescription* ScopeName*")),
            NameProperty = "Identifier",
        },
        new("AWS::Cognito::UserPoolIdentityProvider")
        {
            Word = ElementWord.Emulated,
            Properties = Shape.Empty.Enforced("ProviderDetails* ProviderName* ProviderType* UserPoolId* AttributeMapping IdpIdentifiers"),
            NameProperty = "ProviderName",
        },
        new("AWS::Cognito::UserPoolUser")
        {
            Word = ElementWord.Emulated,
            Properties = Shape.Empty
                .Enforced("UserPoolId* ClientMetadata DesiredDeliveryMediums ForceAliasCreation MessageAction Username")
                .Enforced("UserAttributes", Shape.Empty.Enforced("Name* Value"))
                .Enforced("ValidationData", Shape.Empty.Enforced("Name* Value")),
            NameProperty = "Username",
            GeneratedName = new(128, NameLetters.Mixed),
        },
        new("AWS::Cognito::UserPoolUICustomizationAttachment")
        {
            Word = ElementWord.Emulated,
            Properties = Shape.Empty.Enforced("ClientId* UserPoolId* CSS"),
        },
        new("AWS::Cognito::ManagedLoginBranding")
        {
            Word = ElementWord.Emulated,
            Properties = Shape.Empty
                .Enforced("UserPoolId* ClientId ReturnMergedResources Settings UseCognitoProvidedValues")
                .Enforced("Assets", Shape.Empty.Enforced("Category* ColorMode* Extension* Bytes ResourceId")),
            Ref = static branding => $"{branding.Given("UserPoolId")}|{DerivedId.RandomUuid(branding.Stack, branding.LogicalId)}",
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("ManagedLoginBrandingId", static branding => DerivedId.RandomUuid(branding.Stack, branding.LogicalId).ToString()),
        },
        new("AWS::Cognito::Terms")
        {
            Word = ElementWord.Emulated,
            Properties = Shape.Empty.Enforced("UserPoolId* ClientId Enforcement* Links* TermsName* TermsSource*"),
            Ref = static terms => $"{terms.Given("UserPoolId")}|{DerivedId.RandomUuid(terms.Stack, terms.LogicalId)}",
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("TermsId", static terms => DerivedId.RandomUuid(terms.Stack, terms.LogicalId).ToString()),
        },
        new("AWS::Cognito::UserPoolUserToGroupAttachment") { Word = ElementWord.Emulated, Properties = Shape.Empty.Enforced("GroupName* UserPoolId* Username*") },
    ];

    private static string PoolId(PhysicalResource pool) => DerivedId.UserPool(pool.Stack, pool.LogicalId);

    private static string ClientId(PhysicalResource client) => DerivedId.UserPoolClient(client.Stack, client.LogicalId);

    private static string Provider(PhysicalResource pool) => $"cognito-idp.{pool.Stack.Region}.amazonaws.com/{PoolId(pool)}";
}
