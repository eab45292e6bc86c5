using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Cognito.Federation;

namespace Emulation.StandIns;

/// <summary>Claims that somebody wrote by hand.</summary>
internal static class StandInClaims
{
    private static readonly JsonSerializerOptions Spread = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Reads them. Whoever leaves out the claim that names the user is named after the email address, or after everything that was written: the same for the same text.
    /// </summary>
    /// <param name="text">A JSON object.</param>
    /// <param name="provider">Whose claims they are.</param>
    /// <param name="problem">What is wrong with the text, a sentence.</param>
    /// <returns>Null where they cannot be used.</returns>
    public static JsonObject? Read(string text, ExternalProvider provider, out string problem)
    {
        problem = "";
        JsonObject claims;
        try
        {
            var options = new JsonDocumentOptions { AllowDuplicateProperties = false };
            if (JsonNode.Parse(text, documentOptions: options) is not JsonObject read)
            {
                problem = "The claims are no JSON object. Write {\"email\": \"someone@example.com\"}, or the like.";
                return null;
            }

            claims = read;
        }
        catch (JsonException e)
        {
            problem = $"The claims are no JSON: {e.Message}";
            return null;
        }

        var kind = StandInKind.Of(provider.Kind.Type);
        if (!claims.ContainsKey(kind.UserClaim))
        {
            claims[kind.UserClaim] = NameOf((claims["email"] as JsonValue)?.ToString() ?? claims.ToJsonString(), provider.Kind.Type);
        }

        return claims;
    }

    /// <summary>Claims as a person reads them.</summary>
    public static string Show(JsonObject claims) => claims.ToJsonString(Spread);

    /// <summary>Such a name as the provider gives.</summary>
    private static string NameOf(string of, string type)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(of));
        var number = string.Concat(hash.Take(20).Select(static one => (char)('0' + (one % 10))));
        return type switch
        {
            "Google" => $"1{number}",
            "Facebook" => $"1{number[..15]}",
            "LoginWithAmazon" => $"amzn1.account.{Convert.ToHexString(hash)[..28]}",
            "SignInWithApple" => $"{number[..6]}.{Convert.ToHexStringLower(hash)[..32]}.{number[6..10]}",
            _ => of.Contains('@', StringComparison.Ordinal) ? of : Convert.ToHexStringLower(hash)[..16],
        };
    }
}
