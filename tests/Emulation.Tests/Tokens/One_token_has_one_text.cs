using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Emulation.Cognito.Tokens;
using Emulation.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace Emulation.Tests.Tokens;

/// <summary>Who keeps a token out by its text, or keeps what it meant by its text, must not meet it again written otherwise.</summary>
public class One_token_has_one_text
{
    private static readonly RsaSecurityKey Key = new(RSA.Create(2048)) { KeyId = "key" };

    // The signature's 256 bytes leave four bits in its last character, the payload's leave none or two more.
    private static readonly string Token = Jwt.Sign(new JsonObject { ["iss"] = "me", ["sub"] = "ann", ["exp"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 3600 }, Key);

    public static TheoryData<string> Others =>
    [
        $"{Token}==", $"{Token}=", $"{Token} ", $" {Token}", $"{Token}\t", $"{Token[..^4]}\n{Token[^4..]}", Token.Replace(".", "==.", StringComparison.Ordinal), Token[..^1] + (char)(Token[^1] + 1),
        Token[..^1] + (char)(Token[^1] + 2),
    ];

    [Fact]
    public async Task The_token_itself_holds()
    {
        Assert.NotNull(await HoldsAsync(Token));
        Assert.NotNull(ReceivedToken.Parse(Token, out _));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Another_text_is_no_token(string text)
    {
        Assert.Null(await HoldsAsync(text));
        Assert.False(ReceivedToken.Parse(text, out _) is { } received && received.CheckSignature(Key, ["RS256"]) is null);
    }

    private static async Task<object?> HoldsAsync(string text) => (await Jwt.VerifyAsync(text, "me", [Key], TimeProvider.System)).Token;
}
