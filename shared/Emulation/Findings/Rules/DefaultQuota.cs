using Iam;

namespace Emulation.Findings.Rules;

internal sealed class DefaultQuota() : Rule(
    "LA011", "policy longer than the default quota", Severity.Note,
    "A deployment fails unless AWS has raised the account's quota.")
{
    public override IEnumerable<Finding> Find(LintSubject subject) =>
        from one in subject.Trust.Select(static policy => (Owner: policy, Quota: PolicyQuota.Trust))
            .Concat(subject.Resource.Select(static policy => (Owner: policy, Quota: PolicyQuota.Api)))
        let size = one.Quota.SizeOf(one.Owner.Policy.Json)
        where size > one.Quota.Characters
        select new Finding(
            this, one.Owner.Resource, one.Owner.Line, $"{one.Owner.Policy.Origin.Name} has {size} characters; {one.Quota.Message}.",
            "Shorten it, or ask AWS for a higher quota.");
}
