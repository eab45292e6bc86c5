using System.Collections.Immutable;
using Emulation.Tokens;

namespace Emulation.Explain.Trust;

/// <summary>A token that an issuer would make for somebody who asks for a role, and that nobody has made yet.</summary>
/// <param name="Whose">Who asks, such as <c>a job of acme/shop on refs/heads/main</c>.</param>
/// <param name="Claims">What the token would say.</param>
internal sealed record AskedToken(string Whose, TokenClaims Claims)
{
    /// <summary>Claims that the issuer puts into every such token and that nobody has said: a policy that asks for one cannot be decided.</summary>
    public ImmutableArray<string> Unsaid { get; init; } = [];

    /// <summary>Whom nobody means by a role for such a token, from the widest: where one of them gets in, the policy is too open.</summary>
    public ImmutableArray<OtherToken> Others { get; init; } = [];

    /// <summary>Why a value of a claim is not the one that a policy wants, in the issuer's own terms: claim, wanted, actual; null for no idea.</summary>
    public Func<string, string, string, string?> Hint { get; init; } = static (_, _, _) => null;

    /// <summary>What was taken for granted of the token, a sentence each.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}

/// <summary>The token of somebody else.</summary>
/// <param name="Claims">What it says.</param>
/// <param name="Who">Who gets in then, as the beginning of a sentence: <c>Any repository of GitHub</c>.</param>
internal sealed record OtherToken(TokenClaims Claims, string Who);
