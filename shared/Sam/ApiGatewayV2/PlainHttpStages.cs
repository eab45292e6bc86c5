using System.Collections.Immutable;
using Sam.Resources;

namespace Sam.ApiGatewayV2;

/// <summary>A stage of an API.</summary>
/// <param name="Name">The name; empty of an API without a stage.</param>
/// <param name="Variables">The stage's variables.</param>
/// <param name="IsDeployed">Whether anything is deployed at it.</param>
/// <param name="Closed">What closes it; null when it is open.</param>
internal sealed record PlainHttpStage(string Name, IReadOnlyDictionary<string, string> Variables, bool IsDeployed, Closure? Closed);

/// <summary>The stages of APIs of <c>AWS::ApiGatewayV2</c>. AWS CloudFormation, "AWS::ApiGatewayV2::Stage".</summary>
internal sealed class PlainHttpStages(HttpApiParts parts)
{
    private const string Default = "$default";

    /// <summary>The stages, in the template's order; one without a name for an API that has none.</summary>
    /// <param name="api">The API.</param>
    /// <param name="apiId">Its id.</param>
    /// <param name="isQuick">Whether it was created with a target, which makes a stage too.</param>
    public ImmutableArray<PlainHttpStage> Of(Resource api, string apiId, bool isQuick)
    {
        var deployed = parts.Of("Deployment", apiId)
            .Select(static deployment => deployment.Values["StageName"] is null ? null : deployment.Values.Text("StageName")).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var closed = parts.Of("Deployment", apiId).Select(static deployment => deployment.Values.ClosureOf()).FirstOrDefault(static closure => closure is not null);
        var stages = ImmutableArray.CreateBuilder<PlainHttpStage>();
        foreach (var stage in parts.Of("Stage", apiId))
        {
            var values = stage.Values;
            if (values.Text("StageName") is not { } name)
            {
                continue;
            }

            if (stages.Any(one => one.Name == name))
            {
                values.Report("StageName", $"{api.LogicalId} has a stage {name} already.", "Remove one of the two.");
                continue;
            }

            var isDeployed = values.Flag("AutoDeploy") == true || values["DeploymentId"] is not null || deployed.Contains(name);
            stages.Add(new PlainHttpStage(name, values.TextMap("StageVariables"), isDeployed, values.ClosureOf() ?? closed));
        }

        if (isQuick && !stages.Any(static stage => stage.Name == Default))
        {
            stages.Add(new PlainHttpStage(Default, ImmutableDictionary<string, string>.Empty, IsDeployed: true, Closed: null));
        }

        if (stages.Count == 0)
        {
            stages.Add(new PlainHttpStage("", ImmutableDictionary<string, string>.Empty, IsDeployed: false, Closed: null));
        }

        return stages.ToImmutable();
    }
}
