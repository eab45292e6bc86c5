using System.Text;
using System.Text.Json;
using Emulation.Sts.WebIdentities;
using Emulation.Tokens;

namespace Emulation.Explain.Trust;

/// <summary>Claims of any OpenID Connect issuer: a JSON object, or a token, of which nothing but its claims is read.</summary>
internal static class ClaimsFile
{
    public const string Option = "--claims";

    /// <exception cref="UsageException">It holds no claims, or none of an issuer.</exception>
    public static AskedToken Read(byte[] content, string file, DateTimeOffset now)
    {
        var claims = ClaimsOf(content, file);
        if (claims.Issuer is not { Length: > 0 } issuer)
        {
            throw new UsageException($"{Option} {file}: the claim iss is missing, and says whose token it is: \"iss\": \"https://idp.example.com\".");
        }

        var subject = claims.Text("sub") ?? "nobody";
        return new AskedToken($"{subject} of {issuer}", claims.At(now)) { Others = [new(claims.At(now).With(("sub", "somebody-else")), $"Whomever {issuer} vouches for")] };
    }

    private static TokenClaims ClaimsOf(byte[] content, string file)
    {
        var text = Encoding.UTF8.GetString(content).Trim();
        if (text.StartsWith("ey", StringComparison.Ordinal) && text.AsSpan().Count('.') == 2)
        {
            // Neither the token nor what is wrong with it is shown: it may still open something.
            return ReceivedToken.Parse(text, out _, OidcProviderTokens.LongestToken)?.Claims
                ?? throw new UsageException($"{Option} {file}: this looks like a token, and is none that can be read.");
        }

        try
        {
            return TokenClaims.Read(content is [0xEF, 0xBB, 0xBF, .. var behind] ? behind : content);
        }
        catch (JsonException e)
        {
            throw new UsageException(
                $"{Option} {file}: {e.Message} It has to be a token's claims, as {{\"iss\": \"https://idp.example.com\", \"aud\": \"...\", \"sub\": \"...\"}}.");
        }
    }
}
