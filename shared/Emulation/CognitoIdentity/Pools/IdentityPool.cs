using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;

namespace Emulation.CognitoIdentity.Pools;

/// <summary>A user pool's client whose ID tokens an identity pool takes; with <c>ServerSideTokenCheck</c> while the user pool says that the user is still signed in.</summary>
internal sealed record UserPoolProvider(string ProviderName, string ClientId, bool ServerSideTokenCheck);

/// <summary>Which claims of a provider's tokens become principal tags: a claim for each tag key, or <see cref="Defaults"/>.</summary>
internal sealed record PrincipalTagMap(bool UseDefaults, ImmutableDictionary<string, string> Tags)
{
    public static PrincipalTagMap None { get; } = new(false, ImmutableDictionary<string, string>.Empty);

    /// <summary>"Using attributes for access control", "Default mappings".</summary>
    public static ImmutableDictionary<string, string> Defaults { get; } = ImmutableDictionary<string, string>.Empty.Add("username", "sub").Add("client", "aud");

    public static PrincipalTagMap Read(Fields fields) => new(fields.Flag("UseDefaults") == true, fields.Map("PrincipalTags"));

    public ImmutableDictionary<string, string> InForce => UseDefaults ? Defaults : Tags;
}

/// <summary>An identity pool: the document that describes it, and what the rules read from that document. It does not change; an update makes another.</summary>
internal sealed class IdentityPool
{
    /// <summary>Members of the document: the pool as DescribeIdentityPool shows it, and what belongs to it.</summary>
    public const string PoolMember = "Pool";
    public const string RolesMember = "Roles";
    public const string MappingsMember = "RoleMappings";
    public const string TagsMember = "PrincipalTags";

    public IdentityPool(JsonObject document)
    {
        Document = document;
        var all = new Fields(document);
        var pool = all.Inner(PoolMember)!;
        Id = pool.Required("IdentityPoolId");
        Name = pool.Required("IdentityPoolName");
        AllowsGuests = pool.Flag("AllowUnauthenticatedIdentities") == true;
        AllowsClassicFlow = pool.Flag("AllowClassicFlow") == true;
        UserPools =
        [
            .. pool.Items("CognitoIdentityProviders")
                .Select(static provider => new UserPoolProvider(provider.Required("ProviderName"), provider.Required("ClientId"), provider.Flag("ServerSideTokenCheck") == true)),
        ];
        OpenIdProviders = pool.Texts("OpenIdConnectProviderARNs");
        SamlProviders = pool.Texts("SamlProviderARNs");
        SocialProviders = pool.Map("SupportedLoginProviders");
        DeveloperProviderName = pool.Text("DeveloperProviderName");
        Roles = all.Map(RolesMember);
        RoleMappings = (all.Inner(MappingsMember)?.Json ?? [])
            .ToImmutableDictionary(static mapping => mapping.Key, static mapping => RoleMapping.Read(new Fields((JsonObject)mapping.Value!)), StringComparer.Ordinal);
        PrincipalTags = (all.Inner(TagsMember)?.Json ?? [])
            .ToImmutableDictionary(static map => map.Key, static map => PrincipalTagMap.Read(new Fields((JsonObject)map.Value!)), StringComparer.Ordinal);
    }

    /// <summary>Never changed: clone it.</summary>
    public JsonObject Document { get; }

    /// <summary><c>us-east-1:</c> and a UUID.</summary>
    public string Id { get; }

    public string Region => Id[..Id.IndexOf(':', StringComparison.Ordinal)];

    public string Name { get; }

    public bool AllowsGuests { get; }

    /// <summary>Whether clients may take an OpenID token to STS themselves: the basic flow.</summary>
    public bool AllowsClassicFlow { get; }

    public ImmutableArray<UserPoolProvider> UserPools { get; }

    /// <summary>ARNs of IAM's OpenID Connect providers.</summary>
    public ImmutableArray<string> OpenIdProviders { get; }

    /// <summary>ARNs of IAM's SAML providers.</summary>
    public ImmutableArray<string> SamlProviders { get; }

    /// <summary>Companies by whose sign-in people come, such as <c>accounts.google.com</c>, each with the ids of its applications.</summary>
    public ImmutableDictionary<string, string> SocialProviders { get; }

    /// <summary>What the developer's own sign-in is called; null without one.</summary>
    public string? DeveloperProviderName { get; }

    /// <summary>Role ARNs by <c>authenticated</c> and <c>unauthenticated</c>.</summary>
    public ImmutableDictionary<string, string> Roles { get; }

    /// <summary>By provider: <c>cognito-idp.../POOL:CLIENT</c>, a provider's ARN, or its name.</summary>
    public ImmutableDictionary<string, RoleMapping> RoleMappings { get; }

    /// <summary>By provider as <c>Logins</c> names it, or by its ARN.</summary>
    public ImmutableDictionary<string, PrincipalTagMap> PrincipalTags { get; }

    /// <summary>The pool as DescribeIdentityPool shows it.</summary>
    public JsonObject Description => (JsonObject)Document[PoolMember]!.DeepClone();

    /// <summary>The same pool with another member.</summary>
    public IdentityPool With(string member, JsonNode? value)
    {
        var document = (JsonObject)Document.DeepClone();
        document[member] = value;
        return new IdentityPool(document);
    }
}
