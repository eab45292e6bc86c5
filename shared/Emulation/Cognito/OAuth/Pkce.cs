using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Emulation.Cognito.OAuth;

/// <summary>Proof Key for Code Exchange, RFC 7636, with the one method that Cognito takes: <c>S256</c>.</summary>
internal static class Pkce
{
    private static readonly SearchValues<char> Unreserved = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    /// <summary>Whether a text can be a challenge: the 43 characters of an SHA-256 hash.</summary>
    public static bool IsChallenge(string text) => text.Length == 43 && Base64Url.IsValid(text);

    /// <summary>Whether the verifier is the one that the challenge was made of. Without a challenge there must be no verifier either: somebody took the challenge away.</summary>
    public static bool Fits(string? challenge, string? verifier) => challenge is null
        ? verifier is null
        : verifier is { Length: >= 43 and <= 128 } && !verifier.AsSpan().ContainsAnyExcept(Unreserved)
            && CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(challenge),
                Encoding.ASCII.GetBytes(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))));
}
