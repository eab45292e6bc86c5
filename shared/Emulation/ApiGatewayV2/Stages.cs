using System.Text.RegularExpressions;
using Emulation.Protocols.RestJson;

namespace Emulation.ApiGatewayV2;

/// <summary>
/// CreateStage, UpdateStage, DeleteStage. LocalAws serves an API at one stage: it refuses a second, rather than let the one shadow the other.
/// API Gateway Developer Guide, "Stages for HTTP APIs in API Gateway".
/// </summary>
internal static partial class Stages
{
    public static ApiChange Create(StoredApi api, StageInput input, DateTime now) =>
        input.StageName is null || !Name().IsMatch(input.StageName)
            ? ApiRefusal.BadRequest("A StageName is $default, or 1 to 128 letters, digits, hyphens and underscores.")
        : api.Stages.Any(stage => stage.StageName == input.StageName) ? ApiRefusal.Conflict("Stage already exists")
        : api.Stages is [var first, ..]
            ? ApiRefusal.BadRequest($"LocalAws serves an API at one stage, and '{first.StageName}' is there. Delete it first, or create another API.")
        : Apply(api, null, new StageRecord { StageName = input.StageName, CreatedDate = now, LastUpdatedDate = now }, input);

    public static ApiChange Update(StoredApi api, StageRecord old, StageInput input, DateTime now) => input.StageName is not null && input.StageName != old.StageName
        ? ApiRefusal.BadRequest("A stage's name cannot change. Create another stage.")
        : input.Tags is not null ? ApiRefusal.BadRequest("UpdateStage has no Tags: create the stage with them.")
        : Apply(api, old, old with { LastUpdatedDate = now }, input);

    public static ApiChange Delete(StoredApi api, StageRecord stage) => new(api with { Stages = api.Stages.Remove(stage) }, RestAnswer.NoContent);

    private static ApiChange Apply(StoredApi api, StageRecord? old, StageRecord start, StageInput input)
    {
        var stage = start with
        {
            AutoDeploy = input.AutoDeploy ?? start.AutoDeploy,
            DeploymentId = input.DeploymentId ?? start.DeploymentId,
            Description = input.Description ?? start.Description,
            StageVariables = input.StageVariables ?? start.StageVariables,
            Tags = input.Tags ?? start.Tags,
        };
        if (stage.AutoDeploy && input.DeploymentId is not null)
        {
            return ApiRefusal.BadRequest("Deployment ID cannot be set on a stage whose AutoDeploy is true.");
        }

        if (input.DeploymentId is { } asked && api.Deployments.All(deployment => deployment.Shown.DeploymentId != asked))
        {
            return ApiRefusal.NotFound("Deployment", asked);
        }

        var changed = api with { Stages = old is null ? api.Stages.Add(stage) : api.Stages.Replace(old, stage) };
        return new ApiChange(changed, old is null ? RestAnswer.Created(stage, ApiGatewayJson.Default.StageRecord) : RestAnswer.Ok(stage, ApiGatewayJson.Default.StageRecord));
    }

    [GeneratedRegex(@"\A(\$default|[A-Za-z0-9_-]{1,128})\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Name();
}
