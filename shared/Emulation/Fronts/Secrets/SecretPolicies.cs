using Emulation.Calls;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Fronts.Secrets;

/// <summary>What calls do to a secret's policy. AWS Secrets Manager User Guide, "Attach a permissions policy to a secret".</summary>
internal static class SecretPolicies
{
    /// <summary>AWS's words where somebody would take the leave away that is needed to give it back.</summary>
    public const string Locked = "This resource policy will not allow you to manage this secret in the future.";

    public static FrontPlan Plan(FrontCall call, string operation, CalledSecret secret, IReadOnlyList<Ask> asks) => operation switch
    {
        "PutResourcePolicy" => Put(call, secret, asks),
        "DeleteResourcePolicy" => new FrontPlan(asks) { Done = () => call.Policies.Delete(secret.Arn) },

        // A secret that can be restored keeps its policy.
        "DeleteSecret" when call.Switch("ForceDeleteWithoutRecovery") == true => new FrontPlan(asks) { Done = () => call.Policies.Delete(secret.Arn) },
        _ => new FrontPlan(asks),
    };

    /// <summary>Under the new policy its author has to be let put another.</summary>
    private static FrontPlan Put(FrontCall call, CalledSecret secret, IReadOnlyList<Ask> asks)
    {
        var policy = Given(call, secret.Arn);
        var again = asks[0] with { ResourcePolicy = policy, Refusal = new ServiceRefusal(400, "MalformedPolicyDocumentException", Locked) };
        return new FrontPlan([.. asks, again]) { Done = () => call.Policies.Put(secret.Arn, policy) };
    }

    private static Policy Given(FrontCall call, string arn)
    {
        var result = ResourcePolicies.Parse(arn, call.Needed("ResourcePolicy"));
        if (result.Policy is not { } policy)
        {
            throw new RefusedException(new ServiceRefusal(
                400, "MalformedPolicyDocumentException",
                $"This resource policy contains a syntax error. {string.Join(" ", result.Errors.Select(static e => $"{e.JsonPath}: {e.Message} {e.Remedy}"))}"));
        }

        return call.Switch("BlockPublicPolicy") == true && policy.Statements.Any(IsForEverybody)
            ? throw new RefusedException(new ServiceRefusal(
                400, "PublicPolicyException", "You can not attach a resource policy that grants Public access to your secret."))
            : policy;
    }

    private static bool IsForEverybody(Statement statement) =>
        !statement.Denies && !statement.ConditionTexts.Any() && (statement.HasNotPrincipal || statement.PrincipalTexts.Contains("*"));
}
