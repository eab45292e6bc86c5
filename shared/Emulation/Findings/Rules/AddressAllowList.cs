using Sam;

namespace Emulation.Findings.Rules;

internal sealed class AddressAllowList() : TrapRule(
    "LA103", "address list that admits every principal", Severity.Error,
    "It looks like a further limit, but opens the API to every principal from those addresses.",
    TrapKind.AddressAllowList)
{
    /// <summary>An address list opens nothing where another statement closes it again.</summary>
    protected override bool Catches(LintSubject subject, TemplateTrap trap) => (
        from policy in subject.Resource
        where policy.Resource == trap.Resource
        from route in subject.Routes
        where route.Api.LogicalId == policy.Resource
        select subject.Strangers.AdmittedBy(policy.Policy, route)).Any(static admitted => admitted is not null);
}
