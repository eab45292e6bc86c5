using System.Collections.Immutable;
using System.Text.Json;
using Emulation.Wire;

namespace Emulation.Tokens;

/// <summary>A claim as the token has it: text without quotes, anything else as JSON.</summary>
internal readonly record struct TokenClaim(string Name, JsonValueKind Kind, string Value)
{
    /// <summary>The elements of an array, the value itself of anything else; elements that are not text as JSON.</summary>
    public ImmutableArray<string> Values { get; init; } = [Value];
}

/// <summary>The members of a token's payload, or of its header, read once. Rules ask the typed members; the function gets <see cref="All"/>.</summary>
internal sealed class TokenClaims
{
    private TokenClaims(ImmutableArray<TokenClaim> all)
    {
        All = all;
        Issuer = Text("iss");
        ClientId = Text("client_id");
        TokenUse = Text("token_use");
        Audiences = Find("aud") is { Kind: JsonValueKind.String or JsonValueKind.Array } audience ? audience.Values : default;
        HasAudience = Find("aud") is not null;
        Scopes = [.. ScopesOf("scope"), .. ScopesOf("scp")];
    }

    public ImmutableArray<TokenClaim> All { get; }

    public string? Issuer { get; }

    public string? ClientId { get; }

    /// <summary><c>id</c> or <c>access</c> in Cognito's tokens.</summary>
    public string? TokenUse { get; }

    /// <summary>Whether there is an <c>aud</c> at all, of whatever form.</summary>
    public bool HasAudience { get; }

    /// <summary>Default without an <c>aud</c> of a form that can be compared.</summary>
    public ImmutableArray<string> Audiences { get; }

    /// <summary>Of <c>scope</c> and <c>scp</c>, each a text with spaces or an array.</summary>
    public ImmutableArray<string> Scopes { get; }

    /// <summary>Reads a token's payload or header.</summary>
    /// <exception cref="JsonException">It is no JSON object, holds a text that is none or names a claim twice: two readers might then see two tokens.</exception>
    public static TokenClaims Read(ReadOnlySpan<byte> payload)
    {
        if (!ForeignJson.IsReadable(payload))
        {
            throw new JsonException("It holds half of a surrogate pair, or is no UTF-8.");
        }

        var reader = new Utf8JsonReader(payload);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("It is no JSON object.");
        }

        var all = ImmutableArray.CreateBuilder<TokenClaim>(16);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            for (var i = 0; i < all.Count; i++)
            {
                if (all[i].Name == name)
                {
                    throw new JsonException($"The claim '{name}' is there twice.");
                }
            }

            all.Add(ReadClaim(name, payload, ref reader));
        }

        if (reader.Read())
        {
            throw new JsonException("Something follows the object.");
        }

        return new TokenClaims(all.ToImmutable());
    }

    public TokenClaim? Find(string name)
    {
        foreach (var claim in All)
        {
            if (claim.Name == name)
            {
                return claim;
            }
        }

        return null;
    }

    /// <summary>A claim that is text; null when it is missing or something else.</summary>
    public string? Text(string name) => Find(name) is { Kind: JsonValueKind.String } claim ? claim.Value : null;

    /// <summary>A moment in seconds since 1970. False when the claim is there, but is no number.</summary>
    public bool TryTime(string name, out double? seconds)
    {
        seconds = null;
        if (Find(name) is not { } claim)
        {
            return true;
        }

        if (claim.Kind != JsonValueKind.Number || !double.TryParse(claim.Value, System.Globalization.CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        seconds = value;
        return true;
    }

    private IEnumerable<string> ScopesOf(string name) => Find(name) switch
    {
        { Kind: JsonValueKind.String } claim => claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        { Kind: JsonValueKind.Array } claim => claim.Values,
        _ => [],
    };

    private static TokenClaim ReadClaim(string name, ReadOnlySpan<byte> payload, ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return new TokenClaim(name, JsonValueKind.String, reader.GetString()!);
            case JsonTokenType.StartArray:
                return ReadArray(name, payload, ref reader);
            default:
                var kind = reader.TokenType switch
                {
                    JsonTokenType.Number => JsonValueKind.Number,
                    JsonTokenType.True => JsonValueKind.True,
                    JsonTokenType.False => JsonValueKind.False,
                    JsonTokenType.Null => JsonValueKind.Null,
                    _ => JsonValueKind.Object,
                };
                return new TokenClaim(name, kind, Raw(payload, ref reader));
        }
    }

    private static TokenClaim ReadArray(string name, ReadOnlySpan<byte> payload, ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        var values = ImmutableArray.CreateBuilder<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            values.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : Raw(payload, ref reader));
        }

        return new TokenClaim(name, JsonValueKind.Array, System.Text.Encoding.UTF8.GetString(payload[start..(int)reader.BytesConsumed])) { Values = values.ToImmutable() };
    }

    private static string Raw(ReadOnlySpan<byte> payload, ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return System.Text.Encoding.UTF8.GetString(payload[start..(int)reader.BytesConsumed]);
    }
}
