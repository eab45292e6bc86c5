using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Emulation.Gateway.Tokens;
using Sam;

namespace Emulation.Gateway.Authorizers;

/// <summary>What an answer is kept by: the authorizer, and the identity sources' values, of which memory holds the hash only.</summary>
internal readonly record struct AnswerKey(string ApiId, string Authorizer, string Function, TokenHash Identity)
{
    /// <summary>Null when answers are not kept: the authorizer's TTL is zero, or nothing tells callers apart.</summary>
    public static AnswerKey? Of(string apiId, LambdaAuthorizer authorizer, ImmutableArray<string> values)
    {
        if (authorizer.CacheTtl <= TimeSpan.Zero || values.IsEmpty)
        {
            return null;
        }

        return new AnswerKey(apiId, authorizer.Name, authorizer.FunctionLogicalId, TokenHash.Of(values is [var only] ? only : Joined(values)));
    }

    /// <summary>With lengths, so that no two lists of values read alike.</summary>
    private static string Joined(ImmutableArray<string> values)
    {
        var text = new StringBuilder();
        foreach (var value in values)
        {
            text.Append(value.Length).Append(':').Append(value);
        }

        return text.ToString();
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
