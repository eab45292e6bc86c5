using System.Collections.Concurrent;
using Emulation.Principals;

namespace Emulation.Sessions;

/// <summary>A session token that was opened, kept so that the next request need not open it again.</summary>
internal sealed class OpenedSession(string accessKeyId, SessionClaims claims, string secret)
{
    public string AccessKeyId { get; } = accessKeyId;

    public SessionClaims Claims { get; } = claims;

    public string Secret { get; } = secret;

    /// <summary>Filled at first use, and again after every change of the accounts.</summary>
    public CurrentCaller? Current { get; set; }
}

/// <summary>Who the session is, with the policies that the accounts had at one moment; nobody when its role or user was gone.</summary>
internal sealed record CurrentCaller(long Version, Caller? Caller);

/// <summary>A bounded cache of opened tokens. A full cache starts anew, so that a million sessions cost no memory.</summary>
internal sealed class OpenedSessions(SessionSealer sealer)
{
    private const int Capacity = 1024;
    private readonly ConcurrentDictionary<string, OpenedSession> byToken = new(StringComparer.Ordinal);

    /// <summary>Null when the token is not valid for this access key id.</summary>
    public OpenedSession? Open(ReadOnlySpan<char> accessKeyId, ReadOnlySpan<char> token)
    {
        if (byToken.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(token, out var known))
        {
            return accessKeyId.SequenceEqual(known.AccessKeyId) ? known : null;
        }

        var text = token.ToString();
        var id = accessKeyId.ToString();
        if (!sealer.TryOpen(id, text, out var claims, out var secret))
        {
            return null;
        }

        if (byToken.Count >= Capacity)
        {
            byToken.Clear();
        }

        return byToken.GetOrAdd(text, new OpenedSession(id, claims, secret));
    }
}
