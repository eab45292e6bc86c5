using Iam;
using Sam;

namespace Emulation.Access;

/// <summary>Whether a principal may assume a role, as far as the templates tell.</summary>
internal static class Assumption
{
    public static SymbolicVerdict MayAssume(MatrixPrincipal principal, Role role, LoadedStacks stacks)
    {
        var owner = stacks.All.First(s => s.Roles.Contains(role)).AccountId;
        var context = PartialContext.Of(principal.Principal, stacks.Main.Region, principal.OpenTags);
        var question = new AccessQuestion(principal.Principal, "sts:AssumeRole", ResourceShape.Parse(role.Arn.ToString()), owner, context);
        return SymbolicAuthorizer.DecideAssumeRole(question, principal.Policies, role.TrustPolicy, stacks.Organization.For(principal.Principal.Account, owner)).Verdict;
    }
}
