using System.Text.Json.Serialization.Metadata;
using Emulation.ApiGatewayV2;
using Emulation.Calls;
using Emulation.Lambda;
using Emulation.Principals;
using Emulation.Protocols.RestJson;
using Emulation.Wire;

namespace Emulation.Tests.Calls;

/// <summary>A service whose operations are told by method and path, and have a document of their own.</summary>
internal sealed class SampledRestService(ServiceDoor<RestRequest, RestAnswer> door) : SampledService<RestRequest, RestAnswer>(door, call => WriteAsync(door, call))
{
    /// <summary>The words of path and query, and the members of the document.</summary>
    public override IReadOnlySet<string> MembersOf(string operation) =>
        Door.Service.Operations[operation].Members.Union(InBody(RouteOf(Door, operation))).ToHashSet(StringComparer.Ordinal);

    public override bool MayLack(string operation, string member) => !RouteOf(Door, operation).Words.Contains(member);

    public override bool IsNothingInQuery(string operation, string member) => !MayLack(operation, member) || !Door.Service.Operations[operation].Members.Contains(member);

    public override bool IsOfUnknownMember(ServiceRefusal refusal) => refusal.StatusCode == 400 && refusal.Message.StartsWith("LocalAws does not honour ", StringComparison.Ordinal);

    /// <summary>Performs a call that is not refused; its answer.</summary>
    public async Task<RestAnswer> AnswerAsync(SampleCall call, Caller caller)
    {
        var answer = await Door.AnswerAsync(Door.Service.Operations[call.Operation], await ReadAsync(call, Door.Service.Operations[call.Operation], caller));
        Assert.True(answer.Refusal is null, $"{call}: {answer.Refusal?.Message}");
        return answer;
    }

    /// <summary>Whatever is in its query and headers, the request is one of the operation.</summary>
    private static async ValueTask<ReceivedRequest> WriteAsync(ServiceDoor<RestRequest, RestAnswer> door, SampleCall call)
    {
        var request = await call.AsRestAsync(RouteOf(door, call.Operation), door.Service.Operations[call.Operation].Members);
        Assert.Equal(call.Operation, door.Service.Protocol.OperationOf(request));
        return request;
    }

    private static RestRoute RouteOf(ServiceDoor<RestRequest, RestAnswer> door, string operation) =>
        ((RestJsonWire)door.Service.Protocol).Routes.Single(route => route.Operation == operation);

    private static IEnumerable<string> InBody(RestRoute route) =>
        DocumentOf(route)?.Properties.Where(static property => !property.IsExtensionData).Select(static property => property.Name) ?? [];

    /// <summary>Null where the body is nothing, or is a function's own.</summary>
    private static JsonTypeInfo? DocumentOf(RestRoute route) => route switch
    {
        { Method: "GET" or "DELETE" } or { Operation: "Invoke" or "InvokeWithResponseStream" } => null,
        { Operation: "AddPermission" } => PermissionJson.Default.PermissionInput,
        { Operation: "PutResourcePolicy" } => ResourcePolicyJson.Default.ResourcePolicyInput,
        { Operation: "CreateFunctionUrlConfig" or "UpdateFunctionUrlConfig" } => FunctionUrlJson.Default.FunctionUrlInput,
        { Operation: "CreateApi" or "UpdateApi" } => ApiGatewayJson.Default.ApiInput,
        { Operation: "CreateAuthorizer" or "UpdateAuthorizer" } => ApiGatewayJson.Default.AuthorizerInput,
        { Operation: "CreateIntegration" or "UpdateIntegration" } => ApiGatewayJson.Default.IntegrationInput,
        { Operation: "CreateRoute" or "UpdateRoute" } => ApiGatewayJson.Default.RouteInput,
        { Operation: "CreateStage" or "UpdateStage" } => ApiGatewayJson.Default.StageInput,
        { Operation: "CreateDeployment" } => ApiGatewayJson.Default.DeploymentInput,
        _ => throw new NotSupportedException($"Which members has the document of {route.Operation}?"),
    };
}
