using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Emulation.Tokens;
using Sam;

namespace Emulation.Gateway.Authorizers;

/// <summary>
/// What an answer is kept by: the authorizer at the stage, whose answers <c>FlushStageAuthorizersCache</c> flushes, and the identity sources' values. Where a source has
/// several, all of them count: the function may look at any of them.
/// </summary>
internal readonly record struct AnswerKey(string ApiId, string Stage, string Authorizer, string Function, bool IsRepeated, SentText Identity)
{
    /// <summary>Null when answers are not kept: the authorizer's TTL is zero, or nothing tells callers apart.</summary>
    public static AnswerKey? Of(GatewayRequest request, LambdaAuthorizer authorizer, CallerIdentification identity)
    {
        if (authorizer.CacheTtl <= TimeSpan.Zero || identity.Values.IsEmpty)
        {
            return null;
        }

        var text = identity.IsRepeated ? All(request, authorizer) : identity.Values is [var only] ? only : Joined(identity.Values);
        return new AnswerKey(request.Target.Api.ApiId, request.Target.Api.StageName, authorizer.Name, authorizer.FunctionLogicalId, identity.IsRepeated, new SentText(text));
    }

    /// <summary>Hot: who has one identity has it at few authorizers.</summary>
    public override int GetHashCode() => Identity.GetHashCode();

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

    /// <summary>Every value at each source, a REST API's before the last one too.</summary>
    private static string All(GatewayRequest request, LambdaAuthorizer authorizer)
    {
        var text = new StringBuilder();
        foreach (var source in CallerIdentification.SourcesOf(authorizer))
        {
            var values = IdentitySource.ReadAll(request, source);
            text.Append(values.Count).Append('=').Append(Joined([.. values]));
        }

        return text.ToString();
    }
}

/// <summary>The answers of Lambda authorizers' functions, each for its authorizer's TTL. Bounded: a full cache drops what is over, or starts anew.</summary>
internal sealed class AnswerCache(TimeProvider time)
{
    private const int Capacity = 4096;

    /// <summary>Of the identities, which clients choose, together.</summary>
    private const long MostCharacters = 2 * 1024 * 1024;

    private readonly ConcurrentDictionary<AnswerKey, (AuthorizerAnswer Answer, DateTimeOffset Until)> byKey = new();
    private long characters;

    /// <summary>How many there are.</summary>
    public int Count => byKey.Count;

    private bool IsFull => byKey.Count >= Capacity || Interlocked.Read(ref characters) > MostCharacters;

    public AuthorizerAnswer? Find(AnswerKey key) => byKey.TryGetValue(key, out var kept) && time.GetUtcNow() < kept.Until ? kept.Answer : null;

    public void Add(AnswerKey key, AuthorizerAnswer answer, TimeSpan ttl)
    {
        var now = time.GetUtcNow();
        if (IsFull)
        {
            MakeRoom(now);
        }

        byKey[key] = (answer, now + ttl);
        Interlocked.Add(ref characters, key.Identity.Length);
    }

    /// <summary>Forgets what the functions of an API's authorizers have answered.</summary>
    public void Forget(string apiId)
    {
        foreach (var key in byKey.Keys.Where(key => key.ApiId == apiId))
        {
            byKey.TryRemove(key, out _);
        }
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

        Interlocked.Exchange(ref characters, byKey.Keys.Sum(static key => (long)key.Identity.Length));
        if (IsFull)
        {
            byKey.Clear();
            Interlocked.Exchange(ref characters, 0);
        }
    }
}
