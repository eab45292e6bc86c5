using Sam.Documents;
using Sam.Errors;
using Sam.Intrinsics;
using Sam.Templates;

namespace Sam.Serverless;

/// <summary>
/// What the transform generates where functions have a <c>DeploymentPreference</c>: an application, a group for each, and one role unless each names its own.
/// Source: aws-sam-translator, <c>deployment_preference_collection.py</c>.
/// </summary>
internal static class CodeDeployment
{
    public static void AddGenerated(ResourceTable table, Evaluator evaluator, ErrorList errors)
    {
        var shifted = table.All
            .Where(static one => one.Type?.Name == "AWS::Serverless::Function" && one.Properties["DeploymentPreference"] is MapNode)
            .Where(one => IsEnabled(one, evaluator))
            .ToList();
        if (shifted.Count == 0)
        {
            return;
        }

        // Only PassthroughCondition makes them depend on the functions' conditions.
        var owner = shifted.Find(static one => Preference(one)["PassthroughCondition"] is not ScalarNode { Text: "true" or "True" });
        owner = owner is null ? shifted.Find(one => Expansion.IsCreated(one, evaluator)) ?? shifted[0] : owner with { Condition = null };
        var declarations = new GeneratedDeclarations(owner, table, errors);
        declarations.Add("ServerlessDeploymentApplication", "AWS::CodeDeploy::Application");
        if (shifted.Exists(static one => Preference(one)["Role"] is null))
        {
            declarations.Add(GeneratedIds.CodeDeployRole, "AWS::IAM::Role");
        }

        foreach (var function in shifted)
        {
            new GeneratedDeclarations(function, table, errors).Add($"{function.LogicalId}DeploymentGroup", "AWS::CodeDeploy::DeploymentGroup");
        }
    }

    private static bool IsEnabled(Declaration function, Evaluator evaluator) =>
        Preference(function)["Enabled"] is not { } given
        || evaluator.Evaluate(given, new Place(function.LogicalId, "DeploymentPreference.Enabled", function.LogicalId)) is not ScalarNode { Text: "false" or "False" };

    private static MapNode Preference(Declaration function) => (MapNode)function.Properties["DeploymentPreference"]!;
}
