using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Emulation.Principals;

/// <summary>Everything that a session token says, sealed inside it: LocalAws keeps no list of sessions.</summary>
internal sealed record SessionClaims
{
    public required SessionKind Kind { get; init; }

    public required string AccountId { get; init; }

    public static ImmutableSortedDictionary<string, ImmutableArray<string>> NoKeys { get; } = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Name of the role or user.</summary>
    public required string Name { get; init; }

    /// <summary>Unique id of the role or user: one made anew under the same name does not inherit its sessions.</summary>
    public required string UniqueId { get; init; }

    /// <summary>Role session name, or that of a federated user; empty for a user's session.</summary>
    public string SessionName { get; init; } = "";

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Session policies: JSON documents.</summary>
    public ImmutableArray<string> Policies { get; init; } = [];

    /// <summary>Session policies that are managed ones, by ARN: what they say when a request comes is what counts.</summary>
    public ImmutableArray<string> PolicyArns { get; init; } = [];

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public ImmutableArray<string> TransitiveTagKeys { get; init; } = [];

    public string? SourceIdentity { get; init; }

    /// <summary>Who vouched for the caller, as <c>Principal.Federated</c> writes it, of a session that a web identity or a SAML assertion opened.</summary>
    public string? FederatedProvider { get; init; }

    /// <summary>Condition keys that go with every request of the session, such as <c>cognito-identity.amazonaws.com:sub</c>.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Keys { get; init; } = NoKeys;
}

internal enum SessionKind
{
    AssumedRole,
    UserSession,

    /// <summary>Of GetFederationToken: <see cref="SessionClaims.Name"/> is the user's who called it.</summary>
    FederatedUser,
}

[JsonSerializable(typeof(SessionClaims))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class SessionClaimsJson : JsonSerializerContext;
