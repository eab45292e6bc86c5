using System.Text;
using CsCheck;
using Emulation.Cognito.Storage;
using Emulation.State;
using Emulation.Tests.Cognito.Tokens;

namespace Emulation.Tests.Cognito.Storage;

/// <summary>The state folder: what it seals, and what outlives the process.</summary>
public class What_is_kept
{
    private static readonly Seal Seal = new(new byte[32], IdSource.SystemRandom);

    [Fact]
    public void Sealed_comes_back_as_it_was_and_never_altered() => Gen.Select(Gen.Byte.Array[0, 200], Gen.String, Gen.Int[0, int.MaxValue]).Sample(static (plain, purpose, place) =>
    {
        var closed = Seal.Close(purpose, plain);
        var altered = (byte[])closed.Clone();
        altered[place / 8 % altered.Length] ^= (byte)(1 << (place % 8));
        return Seal.Open(purpose, closed)!.SequenceEqual(plain) && Seal.Open(purpose, altered) is null && Seal.Open(purpose + "x", closed) is null
            && Seal.Open(purpose, closed, "c"u8) is null && Seal.Open(purpose, closed.AsSpan(0, place % closed.Length)) is null;
    });

    [Fact]
    public void Sealed_text_never_trips_over_garbage() => Gen.String.Sample(static text => Seal.OpenText("p", text) is null && Seal.OpenText("p", Seal.CloseText("p", text)) == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public async Task Outlives_the_process()
    {
        using var pool = new TestPool();
        await pool.AddUserAsync("ann");
        var before = await pool.TokensAsync("ann");
        var revoked = await pool.TokensAsync("ann");
        await pool.DoAsync("RevokeToken", $$"""{"Token":"{{revoked.Refresh}}"}""");
        var keys = pool.Service.Keys.Of(pool.PoolId).Public.Select(static key => key.KeyId).ToList();
        pool.Restart();
        Assert.Equal(keys, pool.Service.Keys.Of(pool.PoolId).Public.Select(static key => key.KeyId));
        Assert.Equal("answered", await pool.RefusalAsync("GetUser", $$"""{"AccessToken":"{{before.Access}}"}"""));
        Assert.Equal("answered", await pool.RefusalAsync("InitiateAuth", Refreshing.Request(before.Refresh!)));
        Assert.Equal("NotAuthorizedException: Refresh Token has been revoked", await pool.RefusalAsync("InitiateAuth", Refreshing.Request(revoked.Refresh!)));
        Assert.Equal("answered", await pool.RefusalAsync("InitiateAuth", pool.SignIn("ann")));
    }

    [Fact]
    public async Task Of_keys_that_were_replaced_lasts_as_long_as_their_tokens()
    {
        using var pool = new TestPool();
        await pool.AddUserAsync("ann");
        var old = (await pool.TokensAsync("ann")).Access;
        pool.Time.Advance(TimeSpan.FromMinutes(1));
        pool.Service.Keys.Rotate(pool.PoolId);
        Assert.Equal("answered", await pool.RefusalAsync("GetUser", $$"""{"AccessToken":"{{old}}"}"""));
        Assert.Equal(4, pool.Service.Keys.Of(pool.PoolId).Public.Count);
        pool.Time.Advance(TimeSpan.FromDays(1.1));
        pool.Service.Keys.Rotate(pool.PoolId);
        Assert.Equal(4, pool.Service.Keys.Of(pool.PoolId).Public.Count);
        Assert.Equal(2, pool.Service.Keys.Of(pool.PoolId).Public.Select(static key => key.KeyId).Intersect([pool.Service.Keys.Of(pool.PoolId).Id.KeyId, pool.Service.Keys.Of(pool.PoolId).Access.KeyId]).Count());
    }
}
