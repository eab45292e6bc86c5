using System.Text.Json.Nodes;

namespace Emulation.Tests.Cognito.SignIn;

/// <summary>What carries a sign-in from one challenge to the next: good for one client, one challenge, one user, a few minutes, once.</summary>
public sealed class A_session : IDisposable
{
    private const string Invalid = "NotAuthorizedException: Invalid session for the user, session is expired.";
    private const string Used = "NotAuthorizedException: Invalid session for the user, session can only be used once.";
    private readonly TestPool pool = new();

    [Fact]
    public async Task Is_good_once()
    {
        var session = await BeginAsync(pool);
        Assert.Equal("answered", await pool.RefusalAsync("RespondToAuthChallenge", New(session)));
        Assert.Equal(Used, await pool.RefusalAsync("RespondToAuthChallenge", New(session)));
    }

    [Theory]
    [InlineData("InitiateAuth", "USER_PASSWORD_AUTH", "AdminRespondToAuthChallenge")]
    [InlineData("AdminInitiateAuth", "ADMIN_USER_PASSWORD_AUTH", "RespondToAuthChallenge")]
    public async Task Goes_on_whichever_api_began_it_and_is_good_once_for_both(string begin, string flow, string answer)
    {
        await pool.DoAsync("AdminCreateUser", """{"Username":"ann","MessageAction":"SUPPRESS","TemporaryPassword":"Temp0rary!"}""");
        var session = (await pool.DoAsync(begin, pool.SignIn("ann", "Temp0rary!").Replace("USER_PASSWORD_AUTH", flow, StringComparison.Ordinal)))["Session"];
        Assert.Equal(Invalid, await pool.RefusalAsync(answer, New($"{session}A")));
        Assert.Equal("answered", await pool.RefusalAsync(answer, New(session)));
        Assert.Equal(Used, await pool.RefusalAsync("RespondToAuthChallenge", New(session)));
        Assert.Equal(Used, await pool.RefusalAsync("AdminRespondToAuthChallenge", New(session)));
    }

    [Fact]
    public async Task Of_another_client_or_pool_is_refused()
    {
        using var other = new TestPool();
        await other.AddUserAsync("ann");
        var session = await BeginAsync(pool);
        Assert.Equal(Invalid, await pool.RefusalAsync("RespondToAuthChallenge", New(session, client: pool.AddClient("{}").Id)));
        Assert.Equal(Invalid, await other.RefusalAsync("RespondToAuthChallenge", New(session)));
        Assert.Equal("answered", await pool.RefusalAsync("RespondToAuthChallenge", New(session)));
    }

    [Fact]
    public async Task Is_for_its_challenge_and_its_user()
    {
        var session = await BeginAsync(pool);
        await pool.AddUserAsync("bob");
        Assert.Equal(Invalid, await pool.RefusalAsync("RespondToAuthChallenge", New(session, challenge: "SOFTWARE_TOKEN_MFA")));
        Assert.Equal(Invalid, await pool.RefusalAsync("RespondToAuthChallenge", New(session, challenge: "MFA_SETUP")));
        Assert.Equal(Invalid, await pool.RefusalAsync("RespondToAuthChallenge", New(session, name: "bob")));
        Assert.Equal(Invalid, await pool.RefusalAsync("AdminRespondToAuthChallenge", New(session, name: "bob")));
        Assert.Equal("answered", await pool.RefusalAsync("RespondToAuthChallenge", New(session)));
    }

    [Theory]
    [InlineData(179, "answered")]
    [InlineData(180, Invalid)]
    public async Task Expires(int seconds, string answer)
    {
        var session = await BeginAsync(pool);
        pool.Time.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(answer, await pool.RefusalAsync("RespondToAuthChallenge", New(session)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("not base64!")]
    public async Task That_was_made_up_is_refused(string session)
    {
        await BeginAsync(pool);
        Assert.Equal(Invalid, await pool.RefusalAsync("RespondToAuthChallenge", New(session)));
    }

    [Theory]
    [InlineData("=")]
    [InlineData(" ")]
    public async Task Has_one_text(string more)
    {
        var session = await BeginAsync(pool);
        Assert.Equal(Invalid, await pool.RefusalAsync("RespondToAuthChallenge", New($"{session}{more}")));
        Assert.Equal("answered", await pool.RefusalAsync("RespondToAuthChallenge", New(session)));
    }

    [Fact]
    public async Task Altered_in_any_place_is_refused()
    {
        var session = (string)(await BeginAsync(pool))!;
        for (var i = 0; i < session.Length; i += 7)
        {
            var altered = session[..i] + (session[i] == 'A' ? 'B' : 'A') + session[(i + 1)..];
            Assert.Equal(Invalid, await pool.RefusalAsync("RespondToAuthChallenge", New(altered)));
        }

        Assert.Equal("answered", await pool.RefusalAsync("RespondToAuthChallenge", New(session)));
    }

    [Fact]
    public async Task Does_not_outlive_the_process()
    {
        var session = await BeginAsync(pool);
        pool.Restart();
        Assert.Equal(Invalid, await pool.RefusalAsync("RespondToAuthChallenge", New(session)));
    }

    public void Dispose() => pool.Dispose();

    private static async Task<JsonNode?> BeginAsync(TestPool pool)
    {
        await pool.DoAsync("AdminCreateUser", """{"Username":"ann","MessageAction":"SUPPRESS","TemporaryPassword":"Temp0rary!"}""");
        return (await pool.SignInAsync("ann", "Temp0rary!"))["Session"];
    }

    private static string New(object? session, string name = "ann", string challenge = "NEW_PASSWORD_REQUIRED", string? client = null) =>
        $$"""{"ChallengeName":"{{challenge}}","Session":"{{session}}",{{(client is null ? "" : $"\"ClientId\":\"{client}\",")}}"ChallengeResponses":{"USERNAME":"{{name}}","NEW_PASSWORD":"Chosen-0ne","SOFTWARE_TOKEN_MFA_CODE":"123456" } }""";
}
