using System.Collections.Immutable;
using Sam.Naming;

namespace Sam.Catalogue;

/// <summary>
/// AWS::Cognito::IdentityPool*. What CreateIdentityPool, SetIdentityPoolRoles and SetPrincipalTagAttributeMap take is enforced. Source: AWS CloudFormation Template
/// Reference, "Amazon Cognito".
/// </summary>
internal static class IdentityPoolTypes
{
    private static Shape Provider { get; } = Shape.Empty.Enforced("ClientId* ProviderName* ServerSideTokenCheck");

    private static Shape Mapping { get; } = Shape.Empty
        .Enforced("Type* AmbiguousRoleResolution IdentityProvider")
        .Enforced("RulesConfiguration", Shape.Empty.Enforced("Rules*", Shape.Empty.Enforced("Claim* MatchType* RoleARN* Value*")));

    public static ImmutableArray<ResourceType> All { get; } =
    [
        new("AWS::Cognito::IdentityPool")
        {
            Word = ElementWord.Emulated,
            Properties = Shape.Empty
                .Enforced("AllowUnauthenticatedIdentities* AllowClassicFlow DeveloperProviderName IdentityPoolName")
                .Enforced("OpenIdConnectProviderARNs SamlProviderARNs SupportedLoginProviders")
                .Enforced("CognitoIdentityProviders", Provider)
                .Enforced("IdentityPoolTags", Shape.Empty.Enforced("Key* Value*"))
                // Amazon Cognito Sync, which AWS has left to AppSync: it grants nothing.
                .Inert("CognitoEvents CognitoStreams PushSync"),
            NameProperty = "IdentityPoolName",
            GeneratedName = new(128, NameLetters.Mixed),
            Ref = PoolId,
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("Id", PoolId)
                .Add("Name", static pool => pool.Name),
        },
        new("AWS::Cognito::IdentityPoolRoleAttachment")
        {
            Word = ElementWord.Emulated,
            Properties = Shape.Empty.Enforced("IdentityPoolId* Roles").EnforcedByKey("RoleMappings", Mapping),
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty.Add("Id", static attachment => attachment.Name),
        },
        new("AWS::Cognito::IdentityPoolPrincipalTag")
        {
            Word = ElementWord.Emulated,
            Properties = Shape.Empty.Enforced("IdentityPoolId* IdentityProviderName* PrincipalTags UseDefaults"),
        },
    ];

    private static string PoolId(PhysicalResource pool) => DerivedId.IdentityPool(pool.Stack, pool.LogicalId);
}
