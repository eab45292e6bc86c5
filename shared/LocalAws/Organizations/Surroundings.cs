using System.Collections.Concurrent;
using Iam;

namespace Emulation.Organizations;

/// <summary>
/// What surrounds every request: the organisation, and condition keys that cannot be known here, such as <c>aws:SourceVpce</c>, as a person or a test
/// has set them.
/// </summary>
internal sealed class Surroundings(Organization organization, IReadOnlyDictionary<string, string> keys)
{
    private readonly ConcurrentDictionary<string, string> keys = new(keys, StringComparer.OrdinalIgnoreCase);

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
    }

    /// <summary>The organisation's policies for a request to a service that resource control policies do not cover.</summary>
    public Guardrails ForCaller(AccountId? caller) => organization.ForCaller(caller);

    /// <summary>The organisation's policies for a request.</summary>
    public Guardrails For(AccountId? caller, AccountId resource) => organization.For(caller, resource);

    /// <summary>The organisation's policies for an action: resource control policies only where they cover the service.</summary>
    public Guardrails For(AccountId? caller, AccountId owner, string action, bool hasResource) =>
        hasResource && action.Split(':')[0] is "sts" or "dynamodb" or "cognito-idp" or "cognito-identity" ? For(caller, owner) : ForCaller(caller);

    /// <summary>Adds what is known of the surroundings to a request's keys. What somebody has set has the last word.</summary>
    public ConditionContext Complete(ConditionContext context, AccountId? caller)
    {
        organization.AddKeys(context, caller);
        foreach (var (key, value) in keys)
        {
            context.Set(key, [.. value.Split(',')]);
        }

        return context;
    }

    /// <summary>The same for a request about what an account owns. IAM User Guide, "AWS global condition context keys", "Properties of the resource".</summary>
    public ConditionContext Complete(ConditionContext context, AccountId? caller, AccountId owner)
    {
        context.Set("aws:ResourceAccount", owner.ToString());
        organization.AddResourceKeys(context, owner);
        return Complete(context, caller);
    }
}
