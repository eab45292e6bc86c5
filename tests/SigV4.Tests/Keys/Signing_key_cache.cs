using SigV4.Keys;

namespace SigV4.Tests.Keys;

public class Signing_key_cache
{
    private static readonly DateOnly Day = new(2026, 11, 23);

    [Fact]
    public void Derives_a_key_once()
    {
        var cache = new SigningKeyCache(4);
        Assert.Same(cache.Get("secret", Day, "us-east-1", "sts"), cache.Get("secret", Day, "us-east-1", "sts"));
    }

    [Fact]
    public void Tells_secrets_days_regions_and_services_apart()
    {
        var cache = new SigningKeyCache(10);
        var keys = new[]
        {
            cache.Get("secret", Day, "us-east-1", "sts"), cache.Get("other", Day, "us-east-1", "sts"), cache.Get("secret", Day.AddDays(1), "us-east-1", "sts"),
            cache.Get("secret", Day, "eu-west-1", "sts"), cache.Get("secret", Day, "us-east-1", "lambda"),
        };
        Assert.Equal(5, keys.Distinct().Count());
    }

    [Fact]
    public void Tells_apart_what_is_asked_for_one_after_the_other()
    {
        const string Secret = "secret";
        var cache = new SigningKeyCache(10);
        var first = cache.Get(Secret, Day, "us-east-1", "sts");
        Assert.Same(first, cache.Get(Secret, Day, "us-east-1", "sts"));
        Assert.NotSame(first, cache.Get(Secret, Day.AddDays(1), "us-east-1", "sts"));
        Assert.NotSame(first, cache.Get(Secret, Day, "us-east-2", "sts"));
        Assert.NotSame(first, cache.Get(Secret, Day, "us-east-1", "s3"));
        Assert.NotSame(first, cache.Get("other", Day, "us-east-1", "sts"));
        Assert.Same(first, cache.Get(new string(Secret), Day, "us-east-1", "sts"));
    }

    [Fact]
    public void Knows_who_signs_with_a_key()
    {
        var key = SigningKey.Derive("secret", Day, "us-east-1", "sts");
        var owner = key.Owner("AKIDEXAMPLE");
        Assert.Equal("AKIDEXAMPLE", owner);
        Assert.Same(owner, key.Owner("AKIDEXAMPLE"));
        Assert.Equal("AKIDANOTHER", key.Owner("AKIDANOTHER"));
    }

    [Fact]
    public void Holds_twice_its_capacity_at_most()
    {
        var cache = new SigningKeyCache(10);
        for (var i = 0; i < 1000; i++)
        {
            cache.Get($"secret {i}", Day, "us-east-1", "sts");
            Assert.InRange(cache.Count, 1, 20);
        }
    }

    [Fact]
    public void Keeps_the_keys_in_use()
    {
        var cache = new SigningKeyCache(10);
        var used = cache.Get("used", Day, "us-east-1", "sts");
        for (var i = 0; i < 1000; i++)
        {
            cache.Get($"secret {i}", Day, "us-east-1", "sts");
            Assert.Same(used, cache.Get("used", Day, "us-east-1", "sts"));
        }
    }

    [Fact]
    public async Task Gives_the_same_signatures_to_many_threads()
    {
        var key = SigningKey.Derive("secret", Day, "us-east-1", "sts");
        var expected = Sign(key);
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 2000).All(_ => Sign(key).SequenceEqual(expected)))));
        Assert.All(all, Assert.True);
    }

    private static byte[] Sign(SigningKey key)
    {
        var signature = new byte[32];
        key.Sign("text"u8, signature);
        return signature;
    }
}
