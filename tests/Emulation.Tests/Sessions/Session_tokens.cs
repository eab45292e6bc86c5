using System.Collections.Immutable;
using CsCheck;
using Emulation.Principals;
using Emulation.Sessions;
using Emulation.State;
using Iam;

namespace Emulation.Tests.Sessions;

public sealed class Session_tokens : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly SessionClaims Claims = new()
    {
        Kind = SessionKind.AssumedRole,
        AccountId = "111122223333",
        Name = "Storefront",
        UniqueId = "AROAEXAMPLE",
        SessionName = "s",
        IssuedAt = Noon,
        ExpiresAt = Noon.AddHours(1),
        Policies = ["{}"],
        TransitiveTagKeys = ["team"],
        SourceIdentity = "ann",
    };

    private readonly SessionSealer sealer = new(new byte[32], IdSource.SystemRandom);

    [Fact]
    public void Carry_their_claims()
    {
        var made = sealer.Seal("ASIAEXAMPLE", Claims);
        Assert.True(sealer.TryOpen("ASIAEXAMPLE", made.SessionToken, out var claims, out var secret));
        Assert.Equal(made.SecretAccessKey, secret);
        Assert.Equal(40, secret.Length);
        Assert.Equal((Claims.Name, Claims.UniqueId, Claims.SourceIdentity, Claims.ExpiresAt), (claims.Name, claims.UniqueId, claims.SourceIdentity, claims.ExpiresAt));
        Assert.Equal(["team"], claims.TransitiveTagKeys);
    }

    [Fact]
    public void Altered_anywhere_open_nothing()
    {
        var token = sealer.Seal("ASIAEXAMPLE", Claims).SessionToken;
        Gen.Select(Gen.Int[0, token.Length - 1], Gen.Char["ABCDabcd0189+/= \n"]).Sample((place, letter) =>
            letter == token[place] || !sealer.TryOpen("ASIAEXAMPLE", token[..place] + letter + token[(place + 1)..], out _, out _));
    }

    [Fact]
    public void Cut_or_extended_open_nothing()
    {
        var token = sealer.Seal("ASIAEXAMPLE", Claims).SessionToken;
        Gen.Int[0, token.Length - 1].Sample(length => !sealer.TryOpen("ASIAEXAMPLE", token[..length], out _, out _));
        Gen.String.Sample(more => more.Length == 0 || !sealer.TryOpen("ASIAEXAMPLE", token + more, out _, out _));
        Assert.False(sealer.TryOpen("ASIAEXAMPLE", token.Insert(4, " "), out _, out _));
        Assert.False(sealer.TryOpen("ASIAEXAMPLE", token + "\n", out _, out _));
        Assert.False(sealer.TryOpen("ASIAEXAMPLE", new string('A', 100_000), out _, out _));
    }

    [Fact]
    public void Belong_to_their_access_key_and_sealing_key()
    {
        var token = sealer.Seal("ASIAEXAMPLE", Claims).SessionToken;
        Assert.False(sealer.TryOpen("ASIAEXAMPLF", token, out _, out _));
        using var other = new SessionSealer([.. Enumerable.Repeat((byte)1, 32)], IdSource.SystemRandom);
        Assert.False(other.TryOpen("ASIAEXAMPLE", token, out _, out _));
    }

    [Fact]
    public async Task Are_made_and_opened_by_many_threads() => Assert.All(
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 300).All(_ => sealer.TryOpen("ASIAEXAMPLE", sealer.Seal("ASIAEXAMPLE", Claims).SessionToken, out var _, out var _))))),
        Assert.True);

    [Fact]
    public void Have_access_keys_that_tell_their_account() => Gen.Long[0, 999_999_999_999].Sample(static number =>
    {
        var account = AccountId.Parse(number.ToString("D12", null));
        var id = AccessKeyId.NewTemporary(account, IdSource.SystemRandom);
        return id.Length == 20 && id.StartsWith("ASIA", StringComparison.Ordinal) && AccessKeyId.TryReadAccount(id, out var read) && read == account;
    });

    [Fact]
    public void With_as_much_as_STS_lets_in_open_and_fit_into_a_header()
    {
        var full = Claims with
        {
            Policies = [new string('x', 2048)],
            Tags = Enumerable.Range(0, 50).ToImmutableSortedDictionary(static i => $"key-{i}-" + new string('k', 100), static _ => new string('v', 256)),
        };
        var token = sealer.Seal("ASIAEXAMPLE", full).SessionToken;
        Assert.InRange(token.Length, 1, 8192);
        Assert.True(sealer.TryOpen("ASIAEXAMPLE", token, out var claims, out _));
        Assert.Equal(full.Tags, claims.Tags);
    }

    [Fact]
    public void End_with_another_session_key()
    {
        using var before = new SessionSealer([.. Enumerable.Repeat((byte)1, 32)], IdSource.SystemRandom);
        using var after = new SessionSealer([.. Enumerable.Repeat((byte)2, 32)], IdSource.SystemRandom);
        Assert.False(after.TryOpen("ASIAEXAMPLE", before.Seal("ASIAEXAMPLE", Claims).SessionToken, out _, out _));
        Assert.NotEqual(before.SessionMark, after.SessionMark);
    }

    public void Dispose() => sealer.Dispose();
}
