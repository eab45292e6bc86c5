using Emulation;
using Emulation.Principals;

namespace Tool.Terminal;

/// <summary>What callers are called in the stacks that run, whichever those are by now.</summary>
/// <param name="stacks">The stacks at this moment.</param>
internal sealed class CallerNames(Func<LoadedStacks> stacks)
{
    private (LoadedStacks Of, PrincipalNames Names)? known;

    public string NameOf(string arn)
    {
        var now = stacks();
        if (known is not { } kept || !ReferenceEquals(kept.Of, now))
        {
            known = kept = (now, new PrincipalNames(now));
        }

        return kept.Names.CallerOf(arn);
    }
}
