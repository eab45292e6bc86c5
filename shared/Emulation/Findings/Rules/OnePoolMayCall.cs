using System.Text.Json.Nodes;
using Sam;

namespace Emulation.Findings.Rules;

internal sealed class OnePoolMayCall() : TrapRule(
    "LA108", "user pool that may not call its function", Severity.Error,
    "Whatever runs the function, such as a sign-in or a sign-up, fails until the function's own policy lets the pool call it.",
    TrapKind.OnePoolMayCall)
{
    /// <summary>A permission of the template's own may let the others call it too.</summary>
    protected override bool Catches(LintSubject subject, TemplateTrap trap) => (
        from function in subject.Main.Functions
        where function.LogicalId == trap.Resource
        from pool in subject.Main.UserPools
        where pool.Kind == UserPoolResourceKind.Pool && IsTrigger(pool, function)
        select subject.MayCall("cognito-idp.amazonaws.com", function, $"arn:aws:cognito-idp:{subject.Main.Region}:{subject.Main.AccountId}:userpool/{pool.UserPoolId}"))
        .Any(static may => !may);

    private static bool IsTrigger(UserPoolResource pool, Function function) =>
        pool.Properties["LambdaConfig"] is JsonObject config
        && config.Any(trigger => (string?)(trigger.Value is JsonObject versioned ? versioned["LambdaArn"] : trigger.Value) == function.Arn.ToString());
}
