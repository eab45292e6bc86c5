using Sam.Errors;
using Sam.Intrinsics;
using Sam.Templates;

namespace Sam.Serverless;

/// <summary>Declares what the transform generates for resources that are neither functions nor APIs, and for functions together.</summary>
internal static class OtherExpansions
{
    public static void AddGenerated(ResourceTable table, Evaluator evaluator, ErrorList errors)
    {
        foreach (var owner in table.All.ToList())
        {
            switch (owner.Type?.Name)
            {
                case "AWS::Serverless::StateMachine":
                    StateMachineExpansion.AddGenerated(owner, table, errors);
                    break;
                case "AWS::Serverless::CapacityProvider" when owner.Properties["OperatorRole"] is null:
                    new GeneratedDeclarations(owner, table, errors).Add($"{owner.LogicalId}OperatorRole", "AWS::IAM::Role");
                    break;
                case "AWS::Serverless::GraphQLApi":
                    foreach (var (id, type) in GraphQlRoles.Generated(owner))
                    {
                        new GeneratedDeclarations(owner, table, errors).Add(id, type);
                    }

                    break;
            }
        }

        CodeDeployment.AddGenerated(table, evaluator, errors);
    }
}
