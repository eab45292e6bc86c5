using System.Collections.Immutable;
using Emulation.Principals;

namespace Emulation.Sessions;

/// <summary>
/// The identity of an identity pool behind a session: what the condition keys <c>cognito-identity.amazonaws.com:sub</c>, <c>:aud</c> and <c>:amr</c> say. Amazon Cognito Developer
/// Guide, "Role trust and permissions".
/// </summary>
internal sealed record CognitoSession(string IdentityId, string PoolId, ImmutableArray<string> Amr)
{
    /// <summary>The provider as <c>Principal.Federated</c> writes it.</summary>
    public const string Provider = "cognito-identity.amazonaws.com";
    public const string Authenticated = "authenticated";
    public const string Unauthenticated = "unauthenticated";

    public bool IsAuthenticated => Amr.Contains(Authenticated);

    /// <summary>The providers that vouched, with commas between; null of a guest.</summary>
    public string? AuthenticationProvider => IsAuthenticated ? string.Join(',', Amr.Where(static entry => entry != Authenticated)) : null;

    /// <summary>The condition keys.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Keys => ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty
        .Add($"{Provider}:aud", [PoolId]).Add($"{Provider}:amr", Amr).Add($"{Provider}:sub", [IdentityId]);

    /// <summary>Null when the caller's session was not opened by an identity pool.</summary>
    public static CognitoSession? Of(Caller caller) =>
        caller.Session is { FederatedProvider: Provider } session
        && session.Keys.TryGetValue($"{Provider}:sub", out var subjects) && subjects is [var identity]
        && session.Keys.TryGetValue($"{Provider}:aud", out var audiences) && audiences is [var pool] && session.Keys.TryGetValue($"{Provider}:amr", out var amr)
            ? new CognitoSession(identity, pool, amr)
            : null;
}
