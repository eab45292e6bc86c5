using Emulation.Gateway.Authorizers;
using Emulation.Tokens;

namespace Emulation.Tests.Gateway.Authorizers;

/// <summary>What is kept of authorizers' answers, by texts that clients choose.</summary>
public sealed class Kept_answers
{
    private static readonly TimeSpan Ttl = TimeSpan.FromMinutes(5);
    private readonly AnswerCache cache = new(TimeProvider.System);

    [Fact]
    public void Are_found_by_the_whole_text_alone()
    {
        cache.Add(KeyOf("token"), Answer("one"), Ttl);
        Assert.Equal("one", cache.Find(KeyOf("token"))?.Context.Principal);
        Assert.Null(cache.Find(KeyOf("token2")));
        Assert.Null(cache.Find(KeyOf("Token")));
    }

    [Fact]
    public void Take_no_more_memory_the_longer_the_texts_are()
    {
        for (var i = 0; i < 2000; i++)
        {
            cache.Add(KeyOf($"{i}{new string('x', 10_000)}"), Answer("somebody"), Ttl);
        }

        Assert.InRange(cache.Count, 1, 2 * 1024 * 1024 / 10_000 + 1);
        cache.Add(KeyOf("after"), Answer("one"), Ttl);
        Assert.Equal("one", cache.Find(KeyOf("after"))?.Context.Principal);
    }

    private static AnswerKey KeyOf(string text) => new("api", "prod", "guard", "Guard", false, new SentText(text));

    private static AuthorizerAnswer Answer(string principal) => new(null, true, new LambdaAuthorizerContext(principal, []));
}
