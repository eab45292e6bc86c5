using System.Text.Json.Nodes;
using Emulation.Upstreams;
using Emulation.Upstreams.Forms;

namespace Emulation.Fronts.Ssm;

/// <summary>AWS Systems Manager. Service Authorization Reference, "Actions, resources, and condition keys for AWS Systems Manager".</summary>
internal sealed class SsmService : FrontedService
{
    private static readonly string[] OfTags = ["AddTagsToResource", "ListTagsForResource", "RemoveTagsFromResource"];
    private static readonly string[] OfPolicies = ["DeleteResourcePolicy", "GetResourcePolicies", "PutResourcePolicy"];

    public override string SigningName => "ssm";

    public override IReadOnlyList<IFrontForm> Forms { get; } = [new JsonForm("ssm", "AmazonSSM", "1.1", new FrontDialect())];

    public override IReadOnlyCollection<string> Operations { get; } =
        [.. ParameterPlans.Operations, .. SystemsOperations.All.Keys, .. OfTags, .. OfPolicies, "CreateAssociationBatch"];

    public override TagQuestion? TagsOf(string arn) => SystemsResource.TaggedOf(arn) is var (type, id)
        ? new TagQuestion("ListTagsForResource", new JsonObject { ["ResourceType"] = type, ["ResourceId"] = id }, "TagList", "ssm")
        : null;

    public override async ValueTask<FrontPlan> PlanAsync(FrontCall call) => call.Operation switch
    {
        "CreateAssociationBatch" => SystemsPlans.OfBatch(call),
        var operation when ParameterPlans.Operations.Contains(operation) => SecureParameters.Plan(call, ParameterPlans.Plan(call)),
        var operation when OfTags.Contains(operation) => SystemsPlans.OfTags(call),
        var operation when OfPolicies.Contains(operation) => SystemsPolicies.Plan(call),
        _ => await SystemsPlans.PlanAsync(call).ConfigureAwait(false),
    };
}
