using System.Globalization;
using System.Text.Json;
using Emulation.Tokens;
using Emulation.Wire;

namespace Emulation.Explain.Trust;

/// <summary>Claims of a token that is not made, read as those of one that has come are read.</summary>
internal static class ClaimSet
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <summary>A token of this moment with these claims; a claim without a value is left out.</summary>
    public static TokenClaims Of(DateTimeOffset now, IEnumerable<(string Name, string? Value)> claims) => Read(json =>
    {
        foreach (var (name, value) in claims)
        {
            if (value is not null)
            {
                json.WriteString(name, value);
            }
        }

        WriteTimes(json, now);
    });

    /// <summary>The same claims as if the token were of this moment.</summary>
    public static TokenClaims At(this TokenClaims claims, DateTimeOffset now) => Read(json =>
    {
        foreach (var claim in claims.All)
        {
            if (claim.Name is not ("iat" or "nbf" or "exp"))
            {
                Write(json, claim);
            }
        }

        WriteTimes(json, now);
    });

    /// <summary>The same claims with other texts; a claim that becomes null is left out.</summary>
    public static TokenClaims With(this TokenClaims claims, params (string Name, string? Value)[] changes) => Read(json =>
    {
        foreach (var claim in claims.All.Where(claim => !Array.Exists(changes, change => change.Name == claim.Name)))
        {
            Write(json, claim);
        }

        foreach (var (name, value) in changes)
        {
            if (value is not null)
            {
                json.WriteString(name, value);
            }
        }
    });

    private static TokenClaims Read(Action<Utf8JsonWriter> write) => TokenClaims.Read(JsonText.Bytes(default, write));

    private static void Write(Utf8JsonWriter json, TokenClaim claim)
    {
        if (claim.Kind == JsonValueKind.String)
        {
            json.WriteString(claim.Name, claim.Value);
        }
        else
        {
            json.WritePropertyName(claim.Name);
            json.WriteRawValue(claim.Value);
        }
    }

    private static void WriteTimes(Utf8JsonWriter json, DateTimeOffset now)
    {
        json.WriteNumber("iat", now.ToUnixTimeSeconds());
        json.WriteNumber("exp", now.Add(Life).ToUnixTimeSeconds());
    }

    /// <summary>A claim as a person reads it.</summary>
    public static string Shown(this TokenClaim claim) =>
        claim.Kind is JsonValueKind.String or JsonValueKind.Array ? string.Join(", ", claim.Values) : claim.Value.ToString(CultureInfo.InvariantCulture);
}
