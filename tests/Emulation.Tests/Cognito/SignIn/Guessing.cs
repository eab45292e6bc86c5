namespace Emulation.Tests.Cognito.SignIn;

/// <summary>Wrong passwords: five are free, then each doubles the wait. Amazon Cognito Developer Guide, "Lockout behavior for failed sign-in attempts".</summary>
public sealed class Guessing : IDisposable
{
    private const string Wrong = "NotAuthorizedException: Incorrect username or password.";
    private const string Locked = "NotAuthorizedException: Password attempts exceeded";
    private readonly TestPool pool = new();

    [Fact]
    public async Task Has_to_wait_longer_each_time()
    {
        await pool.AddUserAsync("ann");
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(Wrong, await GuessAsync());
        }

        foreach (var seconds in (int[])[1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900])
        {
            pool.Time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(Locked, await GuessAsync());
            pool.Time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal(Wrong, await GuessAsync());
        }
    }

    [Fact]
    public async Task Locks_out_the_right_password_too_until_the_wait_is_over()
    {
        await pool.AddUserAsync("ann");
        for (var i = 0; i < 5; i++)
        {
            await GuessAsync();
        }

        Assert.Equal(Locked, await pool.RefusalAsync("InitiateAuth", pool.SignIn("ann")));
        pool.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("answered", await pool.RefusalAsync("InitiateAuth", pool.SignIn("ann")));
        Assert.Equal(Wrong, await GuessAsync());
    }

    [Fact]
    public async Task At_once_gets_no_more_tries_than_one_after_the_other()
    {
        await pool.AddUserAsync("ann");
        var before = pool.Hashes;
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(GuessAsync)));
        Assert.Equal(5, answers.Count(static answer => answer == Wrong));
        Assert.Equal(95, answers.Count(static answer => answer == Locked));
        Assert.Equal(5, pool.Hashes - before);
    }

    [Fact]
    public async Task By_name_by_sub_and_by_alias_is_counted_together()
    {
        using var own = new TestPool("""{"AliasAttributes":["email"]}""");
        await own.AddUserAsync("ann", """[{"Name":"email","Value":"ann@example.com"},{"Name":"email_verified","Value":"true"}]""");
        var names = new[] { "ann", "ann@example.com", (await own.AttributeAsync("ann", "sub"))! };
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(Wrong, await own.RefusalAsync("InitiateAuth", own.SignIn(names[i % 3], "Wrong-0ne")));
        }

        Assert.All(await Task.WhenAll(names.Select(name => own.RefusalAsync("InitiateAuth", own.SignIn(name)))), static answer => Assert.Equal(Locked, answer));
    }

    [Fact]
    public async Task One_user_leaves_the_others_alone()
    {
        await pool.AddUserAsync("ann");
        await pool.AddUserAsync("bob");
        for (var i = 0; i < 6; i++)
        {
            await GuessAsync();
        }

        Assert.Equal("answered", await pool.RefusalAsync("InitiateAuth", pool.SignIn("bob")));
    }

    public void Dispose() => pool.Dispose();

    private Task<string> GuessAsync() => pool.RefusalAsync("InitiateAuth", pool.SignIn("ann", "Wrong-0ne"));
}
