using System.Collections.Immutable;
using Iam;

namespace Emulation.Calls;

/// <summary>Something that a caller must be allowed: an action, and the condition keys of it beside those of every request.</summary>
internal readonly record struct NeededPermission(string Action, ImmutableArray<ConditionKey> Keys)
{
    /// <summary>Adds the keys to what is known of requests.</summary>
    public PartialContext Complete(PartialContext context)
    {
        if (Keys.IsEmpty)
        {
            return context;
        }

        var complete = context.Copy();
        Complete(complete.Known);
        return complete;
    }

    /// <summary>Adds the keys to those of a request.</summary>
    public ConditionContext Complete(ConditionContext context)
    {
        foreach (var key in Keys)
        {
            key.AddTo(context);
        }

        return context;
    }
}
