using System.Collections.Immutable;
using Emulation.Calls;
using Iam;

namespace Emulation.Upstreams;

/// <summary>Whether policies name a condition key at all: for what only the server knows, it is asked only then.</summary>
internal static class MentionedKeys
{
    /// <summary>Whether a policy that has a say in a question names a key, in a condition or as a variable.</summary>
    public static bool Names(this FrontCall call, Ask ask, string key)
    {
        var caller = call.Caller.Policies;
        var above = call.Guardrails(ask);
        return In(caller.Identity) || In(caller.Boundary) || In(caller.Session) || Any(above.ServiceControl) || Any(above.ResourceControl)
            || (ask.ResourcePolicy is { } policy && In([policy]));

        bool Any(ImmutableArray<ImmutableArray<Policy>> levels) => !levels.IsDefault && levels.Any(In);

        bool In(ImmutableArray<Policy> policies) => !policies.IsDefault && policies.Any(policy => policy.Json.Contains(key, StringComparison.OrdinalIgnoreCase));
    }
}
