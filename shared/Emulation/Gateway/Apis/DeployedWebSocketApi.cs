using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Emulation.Gateway.Answers;
using Emulation.Gateway.Integration.Events;
using Emulation.Gateway.Routing;
using Emulation.Sessions;
using Emulation.Tokens;
using Emulation.Wire;
using Iam;
using Sam;

namespace Emulation.Gateway.Apis;

/// <summary>A WebSocket API, of which nothing is served: whatever is asked of it is asked of its first route, which is closed as all are.</summary>
internal sealed class DeployedWebSocketApi(Stack stack, WebSocketApi api) : DeployedApi(stack, api)
{
    public override ApiAnswers Answers => HttpAnswers.Instance;

    public override Policy? ResourcePolicy => null;

    public override ImmutableArray<string> BinaryMediaTypes => [];

    public override string AuthorizerPermission => $"Add an AWS::Lambda::Permission with the SourceArn {ApiArn}/authorizers/*.";

    public override bool TryRoute(string method, string path, [NotNullWhen(true)] out RouteMatch? match)
    {
        match = api.Routes is [var route, ..] ? new RouteMatch(route, [], path) : null;
        return match is not null;
    }

    public override GatewayError NoRoute(ReceivedRequest received, Keyring keyring, DateTimeOffset now) => Errors.NotImplemented;

    public override EventFormat FormatOf(string version) => EventFormat.Http1;

    public override string StagedPathOf(GatewayRequest request) => $"{request.PathPrefix}{request.Path}";

    public override string Folded(List<string> values) => string.Join(',', values);

    public override ImmutableArray<string> AlgorithmsOf(JwtIssuer issuer) => PublicKeyAlgorithms.HttpApi;
}
