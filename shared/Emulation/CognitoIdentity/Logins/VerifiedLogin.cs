using System.Collections.Immutable;
using Emulation.CognitoIdentity.Identities;

namespace Emulation.CognitoIdentity.Logins;

/// <summary>A login whose token holds.</summary>
internal sealed record VerifiedLogin
{
    public required Login Login { get; init; }

    /// <summary>What tokens and policies say of it in <c>amr</c>, beside <c>authenticated</c>.</summary>
    public required ImmutableArray<string> Amr { get; init; }

    /// <summary>The names under which the pool may have a role mapping or principal tags for it, the most exact first.</summary>
    public required ImmutableArray<string> Names { get; init; }

    /// <summary>The token's claims: a list as its elements, anything else as one text.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Claims { get; init; } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>A claim's values; none when it is missing.</summary>
    public ImmutableArray<string> ValuesOf(string claim) => Claims.GetValueOrDefault(claim, []);

    /// <summary>A claim's only value; null when it is missing or a list of another length.</summary>
    public string? ValueOf(string claim) => ValuesOf(claim) is [var only] ? only : null;
}
