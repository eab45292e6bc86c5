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

    // As many as most requests have.
    private readonly Dictionary<string, ImmutableArray<string>> values = new(16, StringComparer.OrdinalIgnoreCase);

    /// <summary>A context without keys.</summary>
    public ConditionContext()
    {
    }

    /// <summary>A context with the keys that follow from who makes the request.</summary>
    public ConditionContext(Principal principal)
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
    public IEnumerable<string> Keys => values.Keys;

    /// <summary>Sets a key to one value.</summary>
    public ConditionContext Set(string key, string value)
    {
        values[key] = [value];
        return this;
    }

    /// <summary>Sets a key to several values.</summary>
    public ConditionContext Set(string key, ImmutableArray<string> all)
    {
        values[key] = all;
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
            forwarded.values.Remove(key);
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
    internal ConditionContext Copy()
    {
        var copy = new ConditionContext();
        foreach (var (key, all) in values)
        {
            copy.values[key] = all;
        }

        return copy;
    }

    internal void Remove(string key) => values.Remove(key);

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
    public bool TryGet(string key, out ImmutableArray<string> all) => values.TryGetValue(key, out all);
}
