using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Emulation.StandIns;

/// <summary>The tokens that a stand-in gives for a code, each in the form of its company.</summary>
internal sealed class StandInTokens(StandInMemory memory, TimeProvider time)
{
    private const int Hour = 3600;

    public JsonObject For(StandInProvider standIn, StandInGrant grant)
    {
        var scope = string.Join(' ', grant.Visit.Scopes);
        string Access(string prefix) => memory.AccessTokens.Add(grant, prefix);
        return standIn.Provider.Kind.Type switch
        {
            "Facebook" => new() { ["access_token"] = Access("EAA"), ["token_type"] = "bearer", ["expires_in"] = 5_184_000 },
            "LoginWithAmazon" => new()
            {
                ["access_token"] = Access("Atza|"), ["refresh_token"] = memory.Random("Atzr|"), ["token_type"] = "bearer", ["expires_in"] = Hour,
            },
            "Google" => WithId(new() { ["access_token"] = Access("ya29."), ["expires_in"] = Hour - 1, ["scope"] = scope, ["token_type"] = "Bearer" }, standIn, grant),
            "SignInWithApple" => WithId(
                new() { ["access_token"] = Access("a"), ["token_type"] = "Bearer", ["expires_in"] = Hour, ["refresh_token"] = memory.Random("r") }, standIn, grant),
            _ => WithId(new() { ["access_token"] = Access(""), ["token_type"] = "Bearer", ["expires_in"] = Hour, ["scope"] = scope }, standIn, grant),
        };
    }

    private JsonObject WithId(JsonObject answer, StandInProvider standIn, StandInGrant grant)
    {
        answer["id_token"] = IdToken(standIn, grant, (string)answer["access_token"]!);
        return answer;
    }

    /// <summary>The protocol's claims, then what is said of the person, which may be anything. OpenID Connect Core 1.0, section 2.</summary>
    private string IdToken(StandInProvider standIn, StandInGrant grant, string accessToken)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var client = standIn.Provider["client_id"];
        var claims = new JsonObject
        {
            ["iss"] = grant.Fault == StandInFault.Issuer ? "https://another-issuer.example.com" : standIn.Provider["oidc_issuer"],
            ["aud"] = grant.Fault == StandInFault.Audience ? "another-client" : client,
            ["iat"] = grant.Fault == StandInFault.Expired ? now - (2 * Hour) : now,
            ["exp"] = grant.Fault == StandInFault.Expired ? now - Hour : now + Hour,
            ["at_hash"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)).AsSpan(0, 16)),
        };
        if (standIn.Provider.Kind.Type == "Google")
        {
            claims["azp"] = client;
        }

        if (grant.Visit.Nonce is { } nonce)
        {
            claims["nonce"] = nonce;
        }

        foreach (var (name, value) in grant.Claims)
        {
            claims[name] = value?.DeepClone();
        }

        var key = memory.KeyOf(standIn.Place);
        return grant.Fault == StandInFault.Signature ? memory.KeyOf($"{standIn.Place}/another").Sign(claims, key.Id) : key.Sign(claims);
    }
}
