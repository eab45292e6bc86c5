using Iam;
using Sam.Errors;

namespace Sam.Services;

/// <summary>
/// Finds policies that let everybody at a secret where the template says that there shall be none such: Secrets Manager refuses them. AWS CloudFormation User Guide,
/// "AWS::SecretsManager::ResourcePolicy", "BlockPublicPolicy".
/// </summary>
internal static class SecretPolicyCheck
{
    public static void Run(WrittenPolicy written, Policy policy, ErrorList errors)
    {
        if (written.Source.Values.Told("BlockPublicPolicy") is "true" or "True" && policy.Statements.Any(IsForEverybody))
        {
            errors.Add(
                written.Document.Line, written.Source.LogicalId, written.Property, "You can not attach a resource policy that grants Public access to your secret.",
                "Say who in Principal, or set BlockPublicPolicy to false.");
        }
    }

    private static bool IsForEverybody(Statement statement) =>
        !statement.Denies && !statement.ConditionTexts.Any() && (statement.HasNotPrincipal || statement.PrincipalTexts.Contains("*"));
}
