using System.Collections.Immutable;
using Sam.Naming;

namespace Sam.Catalogue;

/// <summary>AWS::IAM::*. All that it says is enforced.</summary>
internal static class IamTypes
{
    private static readonly GeneratedName Generated = new(64, NameLetters.Mixed);

    private static readonly Shape Tag = Shape.Empty.Enforced("Key* Value*");

    private static readonly Shape InlinePolicy = Shape.Empty.Enforced("PolicyName* PolicyDocument*");

    public static ImmutableArray<ResourceType> All { get; } =
    [
        new("AWS::IAM::Role")
        {
            Properties = Shape.Empty
                .Enforced("AssumeRolePolicyDocument* ManagedPolicyArns MaxSessionDuration Path PermissionsBoundary RoleName")
                .Enforced("Policies", InlinePolicy)
                .Enforced("Tags", Tag)
                .Inert("Description"),
            NameProperty = "RoleName",
            PathProperty = "Path",
            GeneratedName = Generated,
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("Arn", static role => role.IamArn("role"))
                .Add("RoleId", static role => DerivedId.Unique(role.Stack, role.LogicalId, "AROA")),
        },
        new("AWS::IAM::User")
        {
            Properties = Shape.Empty
                .Enforced("Groups ManagedPolicyArns Path PermissionsBoundary UserName")
                .Enforced("Policies", InlinePolicy)
                .Enforced("Tags", Tag)
                // The console's password opens nothing here: there is no console to sign in to.
                .Inert("LoginProfile"),
            NameProperty = "UserName",
            PathProperty = "Path",
            GeneratedName = Generated,
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("Arn", static user => user.IamArn("user")),
        },
        new("AWS::IAM::Group")
        {
            Properties = Shape.Empty.Enforced("GroupName ManagedPolicyArns Path").Enforced("Policies", InlinePolicy),
            NameProperty = "GroupName",
            PathProperty = "Path",
            GeneratedName = Generated,
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("Arn", static group => group.IamArn("group")),
        },
        new("AWS::IAM::UserToGroupAddition") { Properties = Shape.Empty.Enforced("GroupName* Users*") },
        new("AWS::IAM::AccessKey")
        {
            Properties = Shape.Empty.Enforced("UserName* Status").Inert("Serial"),
            Ref = static key => DerivedId.AccessKey(key.Stack, key.LogicalId),
            Withheld = ImmutableDictionary<string, string>.Empty
                .Add("SecretAccessKey", "The secret is made when LocalAws starts, and written only to the profile of the user."),
        },
        new("AWS::IAM::Policy") { Properties = Shape.Empty.Enforced("PolicyName* PolicyDocument* Groups Roles Users") },
        new("AWS::IAM::RolePolicy") { Properties = Shape.Empty.Enforced("PolicyName* PolicyDocument RoleName*") },
        new("AWS::IAM::UserPolicy") { Properties = Shape.Empty.Enforced("PolicyName* PolicyDocument UserName*") },
        new("AWS::IAM::GroupPolicy") { Properties = Shape.Empty.Enforced("PolicyName* PolicyDocument GroupName*") },
        new("AWS::IAM::ManagedPolicy")
        {
            Properties = Shape.Empty.Enforced("PolicyDocument* Groups ManagedPolicyName Path Roles Users").Enforced("Tags", Tag).Inert("Description"),
            NameProperty = "ManagedPolicyName",
            PathProperty = "Path",
            GeneratedName = new(128, NameLetters.Mixed),
            Ref = static policy => policy.IamArn("policy"),
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("PolicyArn", static policy => policy.IamArn("policy")),
        },
        new("AWS::IAM::OIDCProvider")
        {
            // A thumbprint can only add trust in a certificate. LocalAws trusts those that this machine trusts, and no others.
            Properties = Shape.Empty.Enforced("Url* ClientIdList").Enforced("Tags", Tag).Inert("ThumbprintList"),
            NameProperty = "Url",
            Ref = OidcArn,
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty.Add("Arn", OidcArn),
        },
        new("AWS::IAM::SAMLProvider")
        {
            Properties = Shape.Empty
                .Enforced("SamlMetadataDocument* Name")
                .Enforced("Tags", Tag)
                .Closed("AddPrivateKey", EncryptedAssertions, NoEncryption)
                .Closed("AssertionEncryptionMode", EncryptedAssertions, NoEncryption, unless: "Allowed")
                .Closed("PrivateKeyList", EncryptedAssertions, NoEncryption)
                .Closed("RemovePrivateKey", EncryptedAssertions, NoEncryption),
            NameProperty = "Name",
            GeneratedName = new(128, NameLetters.Mixed),
            Ref = static provider => provider.IamArn("saml-provider"),
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("Arn", static provider => provider.IamArn("saml-provider"))
                .Add("SamlProviderUUID", static provider => DerivedId.Unique(provider.Stack, provider.LogicalId, "ASPA")),
        },
    ];

    private const string EncryptedAssertions = "STS reads no encrypted SAML assertions here.";

    private const string NoEncryption = "Leave it out, and let the identity provider sign assertions without encrypting them.";

    private static string OidcArn(PhysicalResource provider) => $"arn:aws:iam::{provider.Stack.AccountId}:oidc-provider/{OidcProvider.NameOf(provider.Name)}";
}
