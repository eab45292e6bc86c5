using System.Collections.Immutable;
using Iam.Keys;

namespace Iam;

/// <summary>
/// The condition keys of one request. Key names ignore case. IAM User Guide, "AWS global condition context keys".
/// </summary>
public sealed class ConditionContext
{
    private static readonly ImmutableArray<string> True = ["true"];
    private static readonly ImmutableArray<string> False = ["false"];

    /// <summary>As many as most requests have.</summary>
    private const int Usual = 20;

    // Hot path: they are few, so that to look through them costs less than to hash, and every decision that is kept keeps its own.
    private KeyValuePair<string, ImmutableArray<string>>[] keys;
    private int count;

    /// <summary>A context without keys.</summary>
    public ConditionContext() => keys = new KeyValuePair<string, ImmutableArray<string>>[Usual];

    private ConditionContext(ConditionContext other) => (keys, count) = ([.. other.keys], other.count);

    /// <summary>A context with the keys that follow from who makes the request.</summary>
    public ConditionContext(Principal principal)
        : this()
    {
        ArgumentNullException.ThrowIfNull(principal);
        if (principal is Anonymous)
        {
            return;
        }

        if (principal is WebIdentity federated)
        {
            SetProvider(federated);
            return;
        }

        // A service of AWS is no principal of any account.
        if (principal.Account is { } account)
        {
            Set("aws:PrincipalArn", principal.PolicyArn);
            Set("aws:PrincipalAccount", account.ToString());
            Set("aws:PrincipalType", principal.Type);
            Set("aws:userid", principal.UserId);
        }

        if (principal is IamUser user)
        {
            Set("aws:username", user.Name);
        }

        if (principal is AssumedRole { SourceIdentity: { } source })
        {
            Set("aws:SourceIdentity", source);
        }

        if (principal is AssumedRole { FederatedProvider: { } provider })
        {
            Set("aws:FederatedProvider", provider);
        }

        if (principal is ServicePrincipal service)
        {
            Set("aws:PrincipalServiceName", service.Name);
            Set("aws:PrincipalServiceNamesList", service.Name);
        }

        Set("aws:ViaAWSService", False);
        Set("aws:PrincipalIsAWSService", principal is ServicePrincipal ? True : False);
        foreach (var (key, value) in principal.Tags)
        {
            Set($"aws:PrincipalTag/{key}", value);
        }
    }

    /// <summary>The names of the keys that are set.</summary>
    public IEnumerable<string> Keys => keys.Take(count).Select(static pair => pair.Key);

    /// <summary>Sets a key to one value.</summary>
    public ConditionContext Set(string key, string value) => Set(key, value switch
    {
        "true" => True,
        "false" => False,
        _ => [value],
    });

    /// <summary>Sets a key to several values.</summary>
    public ConditionContext Set(string key, ImmutableArray<string> all)
    {
        var index = IndexOf(key);
        if (index < 0)
        {
            if (count == keys.Length)
            {
                Array.Resize(ref keys, count * 2);
            }

            index = count++;
        }
        else
        {
            key = keys[index].Key;
        }

        keys[index] = new(key, all);
        return this;
    }

    /// <summary>
    /// The keys of the request that a service of AWS makes for whoever made this one, in that principal's name and session: the connection is the service's own, and
    /// policies see through whom the request comes. IAM User Guide, "Forward access sessions".
    /// </summary>
    /// <param name="service">The service principal's name, such as <c>apigateway.amazonaws.com</c>.</param>
    public ConditionContext ForwardedBy(string service)
    {
        ArgumentException.ThrowIfNullOrEmpty(service);
        var forwarded = Copy();
        foreach (var key in ForwardedKeys.OfConnection)
        {
            forwarded.Remove(key);
        }

        ImmutableArray<string> chain = forwarded.TryGet("aws:CalledVia", out var before) ? [.. before, service] : [service];
        return forwarded
            .Set("aws:ViaAWSService", "true")
            .Set("aws:CalledVia", chain)
            .Set("aws:CalledViaFirst", chain[0])
            .Set("aws:CalledViaLast", service)
            .Set("aws:SecureTransport", "true");
    }

    /// <summary>The same keys in a context of its own.</summary>
    internal ConditionContext Copy() => new(this);

    internal void Remove(string key)
    {
        var index = IndexOf(key);
        if (index >= 0)
        {
            keys.AsSpan(index + 1, count - index - 1).CopyTo(keys.AsSpan(index));
            keys[--count] = default;
        }
    }

    /// <summary>
    /// Somebody at the moment of assuming a role is known by the provider, and signs nothing. Of a provider without an ARN nothing was seen.
    /// </summary>
    private void SetProvider(WebIdentity federated)
    {
        if (Arn.TryParse(federated.Provider, out var provider) && AccountId.TryParse(provider.Account, out var account))
        {
            Set("aws:PrincipalAccount", account.ToString());
            Set("aws:PrincipalType", federated.Type);
            Set("aws:userid", federated.UserId);
        }
    }

    /// <summary>Sets <c>aws:CurrentTime</c> and <c>aws:EpochTime</c>.</summary>
    public ConditionContext SetTime(DateTimeOffset now)
    {
        var second = SecondText.Of(now);
        return Set("aws:CurrentTime", second.Current).Set("aws:EpochTime", second.Epoch);
    }

    /// <summary>The values of a key; false when the request does not have it.</summary>
    public bool TryGet(string key, out ImmutableArray<string> all)
    {
        var index = IndexOf(key);
        all = index < 0 ? default : keys[index].Value;
        return index >= 0;
    }

    private int IndexOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var set = keys.AsSpan(0, count);
        for (var i = 0; i < set.Length; i++)
        {
            if (set[i].Key.Equals(key, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
