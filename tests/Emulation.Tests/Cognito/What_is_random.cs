using Emulation.State;

namespace Emulation.Tests.Cognito;

/// <summary>Ids, secrets, codes and nonces of user pools: from the source that a pool was given, so that a test can know them.</summary>
public sealed class What_is_random
{
    [Fact]
    public async Task Comes_from_the_source_and_is_the_same_again_with_the_same_source()
    {
        var (first, again) = (await StoryAsync(new Seeded(1)), await StoryAsync(new Seeded(1)));
        Assert.Equal(first, again);
        var other = await StoryAsync(new Seeded(2));
        Assert.All(first.Zip(other), static pair => Assert.NotEqual(pair.First, pair.Second));
    }

    private static async Task<List<string>> StoryAsync(IdSource ids)
    {
        using var pool = new TestPool("""{"AutoVerifiedAttributes":["email"]}""", """{"GenerateSecret":true}""", ids);
        List<string> drawn = [pool.PoolId, pool.ClientId, pool.Secret!];
        string Hash(string name) => $"\"SECRET_HASH\":\"{pool.SecretHash(name)}\"";
        var signedUp = await pool.DoAsync("SignUp", $$"""{"Username":"ann","Password":"{{TestPool.Password}}","SecretHash":"{{pool.SecretHash("ann")}}","UserAttributes":[{"Name":"email","Value":"a@b.c"}]}""");
        drawn.AddRange([(string)signedUp["UserSub"]!, pool.Code]);
        await pool.DoAsync("AdminConfirmSignUp", """{"Username":"ann"}""");
        var asked = await pool.DoAsync("InitiateAuth", $$$"""{"AuthFlow":"USER_SRP_AUTH","AuthParameters":{"USERNAME":"ann","SRP_A":"{{{Fixed}}}",{{{Hash("ann")}}}}}""");
        drawn.AddRange([.. ((string[])["SALT", "SRP_B"]).Select(name => (string)asked["ChallengeParameters"]![name]!), NonceOf((string)asked["ChallengeParameters"]!["SECRET_BLOCK"]!)]);
        await pool.DoAsync("AdminCreateUser", """{"Username":"bob","DesiredDeliveryMediums":["EMAIL"],"UserAttributes":[{"Name":"email","Value":"b@b.c"}]}""");
        var password = pool.Code;
        var session = await pool.DoAsync("InitiateAuth", $$$"""{"AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"USERNAME":"bob","PASSWORD":"{{{password}}}",{{{Hash("bob")}}}}}""");
        drawn.AddRange([password, NonceOf((string)session["Session"]!)]);
        var tokens = TestTokens.Of(await pool.DoAsync("InitiateAuth", pool.SignIn("ann")));
        drawn.AddRange([tokens.Refresh!.Split('.')[2], .. ((string[])["jti", "origin_jti", "event_id"]).Select(name => (string)TestTokens.Claims(tokens.Access)[name]!)]);
        return drawn;
    }

    /// <summary>The twelve bytes before what is sealed with the folder's own key.</summary>
    private static string NonceOf(string closed) => closed[..16];

    /// <summary>Any value of the client's will do.</summary>
    private const string Fixed = "0123456789abcdef";

    private sealed class Seeded(int seed) : IdSource
    {
        private readonly Random random = new(seed);

        public override void Fill(Span<byte> bytes) => random.NextBytes(bytes);
    }
}
