using System.Collections.Immutable;
using System.Text.Json;
using Emulation.Gateway.Authorizers;
using SigV4;

namespace Emulation.Gateway.Integration.Events;

/// <summary>A REST API's event: path and path parameters as the client sent them.</summary>
internal sealed class RestEvent : ProxyEvent
{
    public override string Name => "a REST API";

    public override bool TakesUnauthorized => false;

    public override bool NeedsPrincipal => true;

    /// <summary>Maps are there, though they are empty.</summary>
    public override void WriteAuthorizerMembers(Utf8JsonWriter json, GatewayRequest request, ImmutableArray<string> identity)
    {
        json.WriteString("methodArn", request.Arn);
        WriteRequest(json, request, default, null, isThere: true);
    }

    /// <summary>Below the stage; at a custom domain with the base path.</summary>
    protected override string PathOf(GatewayRequest request) => $"{request.BasePath}{request.Path}";

    /// <summary>An Authorization header that holds a SigV4 signature is dropped. "Amazon API Gateway important notes".</summary>
    protected override List<HeaderField> HeadersOf(GatewayRequest request)
    {
        var shown = request.Shown;
        if (!shown.Exists(IsSignature))
        {
            return shown;
        }

        List<HeaderField> others = [.. shown];
        others.RemoveAll(IsSignature);
        return others;
    }

    protected override IEnumerable<KeyValuePair<string, string>> PathParametersOf(GatewayRequest request) => request.Match.PathParameters;

    protected override void WriteContext(Utf8JsonWriter json, GatewayRequest request, CallerIdentity caller, AuthorizerContext? authorizer)
    {
        BeginContext(json, request);
        WriteAuthorizerIfAny(json, authorizer);
        json.WriteString("deploymentId", request.Target.DeploymentId);
        WriteCall(json, request, caller);

        // What lies before the event's own path: the stage, or, as with a custom domain's base path, whatever else the client's URL had.
        EndContext(json, request, request.Received.Path, request.Ids.RequestId, request.Target.ResourceIdOf(request.Route));
    }

    protected override void WriteAuthorizer(Utf8JsonWriter json, AuthorizerContext authorizer) => authorizer.WriteRest(json);

    private static bool IsSignature(HeaderField field) =>
        field.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && field.Value.StartsWith("AWS4-", StringComparison.Ordinal);
}
