using System.Collections.Concurrent;
using Iam;

namespace Emulation.Organizations;

/// <summary>
/// What surrounds every request: the organisation, and condition keys that cannot be known here, such as <c>aws:SourceVpce</c>, as a person or a test
/// has set them.
/// </summary>
internal sealed class RequestEnvironment(Organization organization, IReadOnlyDictionary<string, string> keys)
{
    private readonly ConcurrentDictionary<string, string> keys = new(keys, StringComparer.OrdinalIgnoreCase);
    private int version;

    /// <summary>Another number after each change.</summary>
    public int Version => Volatile.Read(ref version);

    /// <summary>Sets a key for all requests from now on; several values with commas, none for null.</summary>
    public void Set(string key, string? value)
    {
        if (value is null)
        {
            keys.TryRemove(key, out _);
        }
        else
        {
            keys[key] = value;
        }

        Interlocked.Increment(ref version);
    }

    /// <summary>The organisation's policies for a request to a service that resource control policies do not cover.</summary>
    public Guardrails ForCaller(AccountId? caller) => organization.ForCaller(caller);

    /// <summary>The organisation's policies for a request.</summary>
    public Guardrails For(AccountId? caller, AccountId resource) => organization.For(caller, resource);

    /// <summary>
    /// The organisation's policies for an action on a resource of an account: what doors ask, whatever their service. Resource control policies are among them
    /// when they cover the service.
    /// </summary>
    public Guardrails For(AccountId? caller, AccountId resource, string action) => organization.For(caller, resource, action);

    /// <summary>Adds what is known of the environment to a request's keys. What somebody has set has the last word.</summary>
    /// <param name="context">The keys so far.</param>
    /// <param name="caller">The caller's account; null for nobody's.</param>
    /// <param name="owner">The account of what is acted on; null where that is nothing of an account's.</param>
    public ConditionContext Complete(ConditionContext context, AccountId? caller, AccountId? owner = null)
    {
        if (owner is { } account)
        {
            organization.AddResourceKeys(context, account);
        }

        organization.AddKeys(context, caller);
        foreach (var (key, value) in keys)
        {
            context.Set(key, [.. value.Split(',')]);
        }

        return context;
    }
}
