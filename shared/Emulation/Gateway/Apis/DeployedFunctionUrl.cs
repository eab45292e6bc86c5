using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Emulation.Calls;
using Emulation.Gateway.Answers;
using Emulation.Gateway.Authorizers;
using Emulation.Gateway.Integration.Events;
using Emulation.Gateway.Routing;
using Emulation.Lambda;
using Emulation.Principals;
using Emulation.Sessions;
using Emulation.Wire;
using Iam;
using Sam;
using SigV4;

namespace Emulation.Gateway.Apis;

/// <summary>
/// The URL of a function: no API Gateway, no stage and no routes. Who may call is a matter of the function, whatever the path. Lambda Developer Guide, "Lambda
/// function URLs".
/// </summary>
internal sealed class DeployedFunctionUrl(Stack stack, FunctionUrlApi api, Func<Function, Policy?> policies) : DeployedApi(stack, api)
{
    private readonly Function function = Called(stack, api.Url);

    public FunctionUrl Url => api.Url;

    public override ApiAnswers Answers => FunctionUrlAnswers.Instance;

    /// <summary>That of the function, or of its alias.</summary>
    public override Policy? ResourcePolicy => policies(function);

    public override ImmutableArray<string> BinaryMediaTypes => [];

    public override CorsConfiguration? Cors => api.Url.Cors;

    public override string AuthorizerPermission => "";

    public override string Prefix => ApiDirectory.UrlPrefix;

    /// <summary>The function's name in the template too: most have one URL.</summary>
    public override IEnumerable<string> OtherNames => [api.LogicalId, api.Url.FunctionLogicalId];

    public override string DomainName => $"{api.ApiId}.lambda-url.{Region}.on.aws";

    public override string SigningService => "lambda";

    public override ImmutableArray<NeededPermission> Needs { get; } = FunctionUrlPermissions.Of(Called(stack, api.Url), api.Url);

    public override bool CallsByPermission => false;

    /// <summary>Nobody's, where nobody signs (captured: lambda/url_http_codecs of radkawar/stackd).</summary>
    public override string ShownAccount => api.Url.IsSigned ? base.ShownAccount : "anonymous";

    public override string? ShownBeginning => null;

    public override string ResourceOf(string method, string path) => function.Arn.ToString();

    public override string ShownIdOf(RequestIds ids) => ids.RequestId;

    /// <summary>Every request, whatever its path.</summary>
    public override bool TryRoute(string method, string path, [NotNullWhen(true)] out RouteMatch? match)
    {
        match = new RouteMatch(api.Routes[0], [], path);
        return true;
    }

    public override GatewayError NoRoute(ReceivedRequest received, Keyring keyring, DateTimeOffset now) => Errors.NoRoute;

    public override EventFormat FormatOf(string version) => api.Url.IsStreamed ? FunctionUrlEvent.Streamed : FunctionUrlEvent.Buffered;

    /// <summary>As sent.</summary>
    public override string StagedPathOf(GatewayRequest request) => request.Path;

    /// <summary>All of them, with commas.</summary>
    public override string Folded(List<string> values) => string.Join(',', values);

    /// <summary>Captured, as above: a GET without a body has a length, HEAD and OPTIONS have none.</summary>
    public override void Complete(List<HeaderField> shown, ReceivedRequest received)
    {
        if (received.Method is not ("HEAD" or "OPTIONS"))
        {
            DeployedHttpApi.AddLength(shown, received);
        }
    }

    public override ImmutableArray<string> AlgorithmsOf(JwtIssuer issuer) => [];

    public override AuthorizerContext ContextOf(Caller caller) => new IamContext(caller);

    /// <summary>The function, or its alias.</summary>
    private static Function Called(Stack stack, FunctionUrl url) => stack.Functions.First(function => function.LogicalId == url.FunctionLogicalId).At(url.Qualifier);
}
