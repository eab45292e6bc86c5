using Emulation.Calls;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Fronts.Secrets;

/// <summary>What calls do to a secret's policy. AWS Secrets Manager User Guide, "Attach a permissions policy to a secret".</summary>
internal static class SecretPolicies
{
    public static FrontPlan Plan(FrontCall call, string operation, string arn, IReadOnlyList<Ask> asks) => new(asks)
    {
        Done = operation switch
        {
            "PutResourcePolicy" => Put(call, arn),
            "DeleteResourcePolicy" => () => call.Policies.Delete(arn),

            // A secret that can be restored keeps its policy.
            "DeleteSecret" when call.Switch("ForceDeleteWithoutRecovery") == true => () => call.Policies.Delete(arn),
            _ => null,
        },
    };

    private static Action Put(FrontCall call, string arn)
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
                400, "PublicPolicyException", "You can't attach a resource policy that allows broad access to the secret. Name principals, or send BlockPublicPolicy as false."))
            : () => call.Policies.Put(arn, policy);
    }

    private static bool IsForEverybody(Statement statement) =>
        !statement.Denies && !statement.ConditionTexts.Any() && (statement.HasNotPrincipal || statement.PrincipalTexts.Contains("*"));
}
