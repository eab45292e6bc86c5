using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Emulation.Gateway.Answers;
using Emulation.Gateway.Authorizers;
using Emulation.Gateway.Integration.Events;
using Emulation.Gateway.Routing;
using Emulation.Principals;
using Emulation.Sessions;
using Emulation.Tokens;
using Emulation.Wire;
using Iam;
using Sam;
using SigV4;

namespace Emulation.Gateway.Apis;

/// <summary>An HTTP API.</summary>
internal sealed class DeployedHttpApi(Stack stack, HttpApi api) : DeployedApi(stack, api)
{
    public override ApiAnswers Answers => HttpAnswers.Instance;

    /// <summary>HTTP APIs have none: API Gateway Developer Guide, "Choose between REST APIs and HTTP APIs".</summary>
    public override Policy? ResourcePolicy => null;

    public override ImmutableArray<string> BinaryMediaTypes => [];

    public override CorsConfiguration? Cors => api.Cors;

    public override string AuthorizerPermission =>
        $"Write 'EnableFunctionDefaultPermissions: true' at the authorizer, or add an AWS::Lambda::Permission with the SourceArn {ApiArn}/authorizers/*.";

    /// <summary>It cuts a decoded path at its question mark, as people have captured: what is left is another path than the one that chose the route.</summary>
    public override bool TryRoute(string method, string path, [NotNullWhen(true)] out RouteMatch? match) =>
        base.TryRoute(method, path, out match) && !match.Path.Contains('?');

    public override GatewayError NoRoute(ReceivedRequest received, Keyring keyring, DateTimeOffset now) => Errors.NoRoute;

    public override EventFormat FormatOf(string version) => version == "1.0" ? EventFormat.Http1 : EventFormat.Http2;

    /// <summary>Decoded.</summary>
    public override string StagedPathOf(GatewayRequest request) => $"{request.PathPrefix}{request.DecodedPath}";

    /// <summary>All of them, with commas between.</summary>
    public override string Folded(List<string> values) => string.Join(',', values);

    /// <summary>It tells the length of a GET's body too: 0 (captured: apigateway/deployed_lambda_authorization of radkawar/stackd).</summary>
    public override void Complete(List<HeaderField> shown, ReceivedRequest received) => AddLength(shown, received);

    /// <summary>Adds the length where the client did not tell it.</summary>
    public static void AddLength(List<HeaderField> shown, ReceivedRequest received)
    {
        if (!shown.Exists(static field => field.Name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)))
        {
            shown.Add(new("Content-Length", received.Body.Length.ToString(CultureInfo.InvariantCulture)));
        }
    }

    public override ImmutableArray<string> AlgorithmsOf(JwtIssuer issuer) => PublicKeyAlgorithms.HttpApi;

    public override AuthorizerContext ContextOf(Caller caller) => new IamContext(caller);
}
