namespace Iam.Decisions;

/// <summary>What an organisation's policies say: the first deny of any level, or a level at which nothing allows.</summary>
internal readonly record struct OrganizationEffect(Decision? Deny, bool LacksServiceControl)
{
    public static OrganizationEffect Of<TObserver>(Guardrails guardrails, AccessRequest request, ref TObserver observer)
        where TObserver : IWalkObserver
    {
        Decision? deny = null;
        if (!guardrails.ResourceControl.IsDefaultOrEmpty)
        {
            foreach (var level in guardrails.ResourceControl)
            {
                var effect = PolicyEffect.Of(DecidingPolicy.ResourceControl, level, request, bounded: false, ref observer);
                deny ??= effect.Denies ? effect.ToDeny(DecidingPolicy.ResourceControl) : null;
            }
        }

        // Service control policies are about the principals of an account; nobody and AWS's own services have none.
        if (guardrails.ServiceControl.IsDefaultOrEmpty || request.Principal.Account is null)
        {
            return new OrganizationEffect(deny, false);
        }

        var lacks = false;
        foreach (var level in guardrails.ServiceControl)
        {
            var effect = PolicyEffect.Of(DecidingPolicy.ServiceControl, level, request, bounded: false, ref observer);
            deny ??= effect.Denies ? effect.ToDeny(DecidingPolicy.ServiceControl) : null;
            lacks |= !effect.Allows;
        }

        return new OrganizationEffect(deny, lacks);
    }
}
