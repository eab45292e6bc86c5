using System.Collections.Immutable;
using Sam.Resources;

namespace Sam.RestApis;

/// <summary>A stage of a REST API.</summary>
/// <param name="Name">The name; empty of an API without a stage.</param>
/// <param name="Variables">The stage's variables.</param>
/// <param name="IsDeployed">Whether anything is deployed at it.</param>
/// <param name="Closed">What closes it; null when it is open.</param>
internal sealed record PlainStage(string Name, IReadOnlyDictionary<string, string> Variables, bool IsDeployed, Closure? Closed);

/// <summary>The stages of REST APIs: each is a resource of its own, or a property of a deployment.</summary>
internal sealed class PlainStages(RestApiParts parts)
{
    /// <summary>The stages of an API, in the template's order; one without a name for an API that has none.</summary>
    public ImmutableArray<PlainStage> Of(Resource api, string apiId)
    {
        var stages = Declared(apiId);
        if (stages.IsEmpty)
        {
            return [new PlainStage("", ImmutableDictionary<string, string>.Empty, IsDeployed: false, Closed: null)];
        }

        CheckDeployed(api, apiId);
        return stages;
    }

    /// <summary>The stages that the template declares for an API, each name once.</summary>
    public ImmutableArray<PlainStage> Declared(string apiId)
    {
        var stages = new OrderedDictionary<string, PlainStage>(StringComparer.Ordinal);
        foreach (var stage in parts.Of("Stage", apiId))
        {
            if (Name(stage) is { } name)
            {
                var isDeployed = stage.Values["DeploymentId"] is not null;
                stages.TryAdd(name, new PlainStage(name, stage.Values.TextMap("Variables"), isDeployed, stage.Values.ClosureOf() ?? OfDeployment(stage, apiId)));
            }
        }

        foreach (var deployment in parts.Of("Deployment", apiId).Where(static deployment => deployment.Values["StageName"] is not null))
        {
            if (Name(deployment) is { } name)
            {
                var variables = deployment.Values.Inner("StageDescription").TextMap("Variables");
                stages.TryAdd(name, new PlainStage(name, variables, IsDeployed: true, deployment.Values.ClosureOf()));
            }
        }

        return [.. stages.Values];
    }

    private static string? Name(Resource stage) => stage.Values["StageName"] is null ? stage.Physical.Name : stage.Values.Text("StageName");

    private Closure? OfDeployment(Resource stage, string apiId) => stage.Values.Text("DeploymentId") is { } id
        ? parts.Of("Deployment", apiId).FirstOrDefault(deployment => RestApiParts.Id(deployment) == id)?.Values.ClosureOf()
        : null;

    // A deployment holds the methods that exist when it is made, and CloudFormation makes it as soon as the API is there.
    private void CheckDeployed(Resource api, string apiId)
    {
        var waitsFor = parts.Of("Deployment", apiId)
            .SelectMany(static deployment => deployment.Declaration.DependsOn).Select(static one => one.Text).ToHashSet(StringComparer.Ordinal);
        foreach (var method in parts.Of("Method", apiId).Where(method => !waitsFor.Contains(method.LogicalId)))
        {
            method.Values.Trap(
                TrapKind.MethodMayNotBeDeployed, method.Declaration.Line, $"No deployment of {api.LogicalId} waits for this method: CloudFormation may deploy the API without it.",
                $"Add 'DependsOn: {method.LogicalId}' to the AWS::ApiGateway::Deployment.");
        }
    }
}
