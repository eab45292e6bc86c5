using Iam;
using Sam;

namespace Emulation.Gateway;

/// <summary>One REST API of a stack at its stage, ready to take requests.</summary>
internal sealed class DeployedApi(Stack stack, RestApi api)
{
    public RestApi Api { get; } = api;

    public AccountId AccountId { get; } = stack.AccountId;

    public string Region { get; } = stack.Region;

    public RouteTable Routes { get; } = new(api.Routes);

    /// <summary><c>arn:aws:execute-api:{region}:{account}:{api-id}/{stage}</c></summary>
    public string StageArn { get; } = $"arn:aws:execute-api:{stack.Region}:{stack.AccountId}:{api.ApiId}/{api.StageName}";

    /// <summary>The stage's ARN as refusals show it: the account masked to its last four digits.</summary>
    public string MaskedStageArn { get; } = $"arn:aws:execute-api:{stack.Region}:********{stack.AccountId.ToString()[^4..]}:{api.ApiId}/{api.StageName}";

    public Function FunctionOf(Route route) => functions[route.FunctionLogicalId];

    private readonly Dictionary<string, Function> functions = stack.Functions.ToDictionary(f => f.LogicalId, StringComparer.Ordinal);
}
