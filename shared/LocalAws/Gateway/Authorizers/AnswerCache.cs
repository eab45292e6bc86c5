using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Emulation.Gateway.Tokens;
using Sam;

namespace Emulation.Gateway.Authorizers;

/// <summary>What an answer is kept by: the authorizer, and the identity sources' values, of which memory holds the hash only.</summary>
internal readonly record struct AnswerKey(string ApiId, string Authorizer, string Function, TokenHash Identity)
{
    /// <summary>Null when answers are not kept: the authorizer's TTL is zero, or nothing tells callers apart.</summary>
    public static AnswerKey? Of(GatewayRequest request, LambdaAuthorizer authorizer)
    {
        var sources = CallerIdentification.SourcesOf(authorizer);
        if (authorizer.CacheTtl <= TimeSpan.Zero || sources.IsEmpty)
        {
            return null;
        }

        return new AnswerKey(request.Target.Api.ApiId, authorizer.Name, authorizer.FunctionLogicalId, TokenHash.Of(Joined(request, sources)));
    }

    /// <summary>All values at each source, since the function may look at any of them.</summary>
    private static string Joined(GatewayRequest request, ImmutableArray<string> sources)
    {
        var text = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[512]);
        foreach (var source in sources)
        {
            IdentitySource.AppendAll(ref text, request, source);
        }

        return text.ToStringAndClear();
    }
}

/// <summary>The answers of Lambda authorizers' functions, each for its authorizer's TTL. Bounded: a full cache drops what is over, or starts anew.</summary>
internal sealed class AnswerCache(TimeProvider time)
{
    private const int Capacity = 4096;
    private readonly ConcurrentDictionary<AnswerKey, (AuthorizerAnswer Answer, DateTimeOffset Until)> byKey = new();

    public AuthorizerAnswer? Find(AnswerKey key) => byKey.TryGetValue(key, out var kept) && time.GetUtcNow() < kept.Until ? kept.Answer : null;

    public void Add(AnswerKey key, AuthorizerAnswer answer, TimeSpan ttl)
    {
        var now = time.GetUtcNow();
        if (byKey.Count >= Capacity)
        {
            MakeRoom(now);
        }

        byKey[key] = (answer, now + ttl);
    }

    private void MakeRoom(DateTimeOffset now)
    {
        foreach (var (key, kept) in byKey)
        {
            if (kept.Until <= now)
            {
                byKey.TryRemove(key, out _);
            }
        }

        if (byKey.Count >= Capacity)
        {
            byKey.Clear();
        }
    }
}
