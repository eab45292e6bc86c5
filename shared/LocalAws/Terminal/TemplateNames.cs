using Emulation;
using Emulation.Principals;

namespace Tool.Terminal;

/// <summary>What callers and resources are called in the stacks that run, whichever those are by now.</summary>
/// <param name="stacks">The stacks at this moment.</param>
internal sealed class TemplateNames(Func<LoadedStacks> stacks)
{
    private (LoadedStacks Of, PrincipalNames Principals, ResourceNames Resources)? known;

    /// <summary>Of the names that people know a caller by.</summary>
    public string CallerOf(string arn) => Known().Principals.CallerOf(arn);

    /// <summary>What was asked for, <c>sqs:SendMessage on arn:aws:sqs:us-east-1:111122223333:local-Jobs-1A2B3C</c>, with the name that people know it by.</summary>
    public string Asked(string what) => what.IndexOf(" on arn:", StringComparison.Ordinal) is >= 0 and var at
        ? $"{what[..(at + 4)]}{Known().Resources.NameOf(what[(at + 4)..])}"
        : what;

    private (LoadedStacks Of, PrincipalNames Principals, ResourceNames Resources) Known()
    {
        var now = stacks();
        if (known is not { } kept || !ReferenceEquals(kept.Of, now))
        {
            known = kept = (now, new PrincipalNames(now), new ResourceNames(now));
        }

        return kept;
    }
}
