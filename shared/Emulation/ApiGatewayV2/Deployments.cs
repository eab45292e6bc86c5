using Emulation.Protocols.RestJson;
using Emulation.State;

namespace Emulation.ApiGatewayV2;

/// <summary>
/// CreateDeployment, DeleteDeployment, and what a stage with AutoDeploy does by itself: after every change it serves what there is. A stage
/// without it serves what was deployed to it last.
/// </summary>
internal sealed class Deployments(IdSource ids)
{
    public ApiChange Create(StoredApi api, DeploymentInput input, DateTime now)
    {
        if (api.Draft.Routes.IsEmpty)
        {
            return ApiRefusal.BadRequest("Unable to deploy API because no routes exist in this API");
        }

        var made = new StoredDeployment(new DeploymentRecord { DeploymentId = FreshId.OfPart(ids), CreatedDate = now, Description = input.Description }, api.Draft);
        var changed = api with { Deployments = api.Deployments.Add(made) };
        if (input.StageName is not null)
        {
            if (api.Stages.FirstOrDefault(stage => stage.StageName == input.StageName) is not { } stage)
            {
                return ApiRefusal.NotFound("Stage", input.StageName);
            }

            if (stage.AutoDeploy)
            {
                return ApiRefusal.BadRequest($"Stage '{stage.StageName}' deploys by itself: its AutoDeploy is true.");
            }

            changed = changed with { Stages = api.Stages.Replace(stage, stage with { DeploymentId = made.Shown.DeploymentId, LastUpdatedDate = now }) };
        }

        return new ApiChange(changed, RestAnswer.Created(made.Shown, ApiGatewayJson.Default.DeploymentRecord));
    }

    public static ApiChange Delete(StoredApi api, DeploymentRecord deployment) =>
        api.Stages.FirstOrDefault(stage => stage.DeploymentId == deployment.DeploymentId) is { } user
            ? ApiRefusal.BadRequest($"Active stages pointing to this deployment must be moved or deleted: {user.StageName}")
            : new ApiChange(api with { Deployments = api.Deployments.RemoveAll(stored => stored.Shown == deployment) }, RestAnswer.NoContent);

    /// <summary>The API with a new deployment where a stage makes its own and what it serves is not what there is.</summary>
    public StoredApi AutoDeploy(StoredApi api, DateTime now)
    {
        foreach (var stage in api.Stages.Where(stage => stage.AutoDeploy && api.DefinitionOf(stage) != api.Draft))
        {
            var id = FreshId.OfPart(ids);
            var made = new StoredDeployment(
                new DeploymentRecord
                {
                    DeploymentId = id,
                    CreatedDate = now,
                    AutoDeployed = true,
                    Description = "Automatic deployment triggered by changes to the Api configuration",
                },
                api.Draft);

            // AWS keeps the old automatic deployments; here each would hold a copy of the API that nothing can serve again.
            var kept = api.Deployments.RemoveAll(deployment => deployment.Shown.AutoDeployed && deployment.Shown.DeploymentId == stage.DeploymentId);
            api = api with
            {
                Deployments = kept.Add(made),
                Stages = api.Stages.Replace(
                    stage,
                    stage with { DeploymentId = id, LastUpdatedDate = now, LastDeploymentStatusMessage = $"Successfully deployed stage with deployment ID '{id}'" }),
            };
        }

        return api;
    }
}
