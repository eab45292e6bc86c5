using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Emulation.Calls;
using Emulation.Gateway.Answers;
using Emulation.Gateway.Authorizers;
using Emulation.Gateway.Integration.Events;
using Emulation.Gateway.Routing;
using Emulation.Gateway.UsagePlans;
using Emulation.Principals;
using Emulation.Sessions;
using Emulation.Wire;
using Iam;
using Sam;
using SigV4;

namespace Emulation.Gateway.Apis;

/// <summary>
/// One API at its stage, ready to take requests. What REST and HTTP APIs do each in their own way, they are asked for here: nobody else asks which of the two it
/// is. The template or a client made it.
/// </summary>
internal abstract class DeployedApi
{
    /// <summary>Who calls the functions of an API.</summary>
    public const string ServicePrincipal = "apigateway.amazonaws.com";

    private static readonly ImmutableArray<NeededPermission> OfApi = [new(ApiGatewayRules.Invoke, [])];

    private readonly ConcurrentDictionary<string, string> resourceIds = new(StringComparer.Ordinal);

    private protected DeployedApi(Stack stack, Api api)
    {
        Api = api;
        StackId = stack.Id;
        StackName = stack.Name;
        AccountId = stack.AccountId;
        Region = stack.Region;
        var id = $"{api.ApiId}/{api.StageName}";
        ApiArn = $"arn:aws:execute-api:{stack.Region}:{stack.AccountId}:{api.ApiId}";
        StageArn = $"{ApiArn}/{api.StageName}";
        MaskedStageArn = $"arn:aws:execute-api:{stack.Region}:********{stack.AccountId.ToString()[^4..]}:{id}";
        DeploymentId = ResourceId.Of(api.ApiId, "deployment");
        Routes = new RouteTable(api.Routes);
    }

    public Api Api { get; }

    /// <summary>The stack whose template has it, or in whose account a client made it: by its ARN, and by name.</summary>
    public string StackId { get; }

    public string StackName { get; }

    public AccountId AccountId { get; }

    public string Region { get; }

    public RouteTable Routes { get; }

    /// <summary><c>arn:aws:execute-api:{region}:{account}:{api-id}</c></summary>
    public string ApiArn { get; }

    /// <summary><c>arn:aws:execute-api:{region}:{account}:{api-id}/{stage}</c></summary>
    public string StageArn { get; }

    /// <summary>The id of what is deployed at the stage.</summary>
    public string DeploymentId { get; }

    /// <summary>The stage's ARN as refusals show it: the account masked to its last four digits.</summary>
    public string MaskedStageArn { get; }

    /// <summary>What refusals show in the place of as many first characters of <see cref="ResourceOf"/>; null when they show them.</summary>
    public virtual string? ShownBeginning => MaskedStageArn;

    /// <summary>How it answers.</summary>
    public abstract ApiAnswers Answers { get; }

    /// <summary>The answers that the gateway gives by itself.</summary>
    public GatewayErrors Errors => Answers.Errors;

    /// <summary>Null of an API that cannot have one.</summary>
    public abstract Policy? ResourcePolicy { get; }

    /// <summary>Media types whose bodies reach the function base64-encoded.</summary>
    public abstract ImmutableArray<string> BinaryMediaTypes { get; }

    /// <summary>The CORS configuration by which the gateway itself answers; null without one.</summary>
    public virtual CorsConfiguration? Cors => null;

    /// <summary>The API keys of its callers; null where nobody looks at keys.</summary>
    public virtual StageKeys? Keys => null;

    /// <summary>What it answers in place of API Gateway's own words; null without any.</summary>
    public virtual CustomResponses? Responses => null;

    /// <summary>How a template lets it call the functions of its authorizers.</summary>
    public abstract string AuthorizerPermission { get; }

    /// <summary>What a path begins with that names it by its id, where its host name does not.</summary>
    public virtual string Prefix => ApiDirectory.Prefix;

    /// <summary>What clients may write for its id.</summary>
    public virtual IEnumerable<string> OtherNames => [Api.LogicalId];

    /// <summary>The host name that it has on AWS.</summary>
    public virtual string DomainName => $"{Api.ApiId}.execute-api.{Region}.amazonaws.com";

    /// <summary>The service that callers sign for.</summary>
    public virtual string SigningService => "execute-api";

    /// <summary>What a caller must be allowed: all of it, the first first.</summary>
    public virtual ImmutableArray<NeededPermission> Needs => OfApi;

    /// <summary>Whether its functions must let API Gateway call them.</summary>
    public virtual bool CallsByPermission => true;

    /// <summary>The account that events tell.</summary>
    public virtual string ShownAccount => AccountId.ToString();

    /// <summary>False of the stage <c>$default</c>, which is the API's URL itself, and of an API without a stage.</summary>
    public bool HasStageSegment => Api.StageName is not ("$default" or "");

    /// <summary>The stage as URLs have it: <c>/prod</c>, or nothing.</summary>
    public string StagePath => HasStageSegment ? $"/{Api.StageName}" : "";

    /// <param name="stack">The stack.</param>
    /// <param name="api">The API.</param>
    /// <param name="accounts">Everybody, as of now: whom the API's policy names is who has the name at the start. Null where policies are only read.</param>
    /// <param name="functionPolicies">A function's resource policy, as it is now; null for that of the template.</param>
    public static DeployedApi Of(Stack stack, Api api, Func<PrincipalIndex>? accounts = null, Func<Function, Policy?>? functionPolicies = null) => api switch
    {
        RestApi rest => new DeployedRestApi(stack, rest, accounts),
        HttpApi http => new DeployedHttpApi(stack, http),
        WebSocketApi socket => new DeployedWebSocketApi(stack, socket),
        FunctionUrlApi url => new DeployedFunctionUrl(stack, url, functionPolicies ?? (static function => function.ResourcePolicy)),
        _ => throw new ArgumentOutOfRangeException(nameof(api), api.GetType().Name, "There are REST, HTTP and WebSocket APIs, and URLs of functions."),
    };

    /// <summary>The ARN that policies see of a call.</summary>
    /// <param name="method">The request's method.</param>
    /// <param name="path">The path below the stage, decoded.</param>
    public virtual string ResourceOf(string method, string path) => $"{StageArn}/{method}{path}";

    /// <summary>The id of a request that events tell in format 2.0.</summary>
    public virtual string ShownIdOf(RequestIds ids) => ids.ExtendedRequestId;

    /// <summary>The id of the resource, a path, that a route belongs to.</summary>
    public string ResourceIdOf(Route route) => resourceIds.GetOrAdd(route.Path, static (path, api) => ResourceId.Of(api, path), Api.ApiId);

    /// <summary>What API Gateway calls a route's function for. The route, not the request's path: <c>GET/orders/{orderId}</c>, and <c>$default</c> alone.</summary>
    public string SourceArnOf(Route route, string method) => $"{StageArn}/{(route.Path.StartsWith('/') ? $"{method}{route.Path}" : route.Path)}";

    /// <summary>What API Gateway calls an authorizer's function for: the authorizer by its id; one that a template declares has the id that it would have here.</summary>
    public string SourceArnOf(LambdaAuthorizer authorizer) => $"{ApiArn}/authorizers/{authorizer.AuthorizerId ?? ResourceId.Of(Api.ApiId, $"authorizer {authorizer.Name}")}";

    /// <summary>Why nobody can call an API where nothing is deployed.</summary>
    public static string NotDeployed(Api api) => api.StageName.Length == 0
        ? $"{api.LogicalId} has no stage, so nobody can call it."
        : $"Nothing is deployed at stage {api.StageName} of {api.LogicalId}, so nobody can call it.";

    /// <summary>Finds the route of a request, by the raw path below the stage.</summary>
    public virtual bool TryRoute(string method, string path, [NotNullWhen(true)] out RouteMatch? match) => Routes.TryMatch(method, path, out match);

    /// <summary>The answer to a request that no route takes.</summary>
    public abstract GatewayError NoRoute(ReceivedRequest received, Keyring keyring, DateTimeOffset now);

    /// <summary>Why a request contradicts itself; null when it does not.</summary>
    public virtual string? ContradictionOf(ReceivedRequest received) => null;

    /// <summary>The form of a function's event and answer.</summary>
    /// <param name="version">The payload format version that a route or an authorizer names.</param>
    public abstract EventFormat FormatOf(string version);

    /// <summary>The path with its stage, as functions see it.</summary>
    public abstract string StagedPathOf(GatewayRequest request);

    /// <summary>The value that events show for several of one name.</summary>
    public abstract string Folded(List<string> values);

    /// <summary>Adds the headers that events have though the client did not send them, but for those that say who forwarded the request.</summary>
    public virtual void Complete(List<HeaderField> shown, ReceivedRequest received)
    {
    }

    /// <summary>The value at an identity source that identifies somebody; null for one that does not.</summary>
    public virtual string? Identifying(string? value) => value;

    /// <summary>The algorithms by which a JWT authorizer's issuer may have signed.</summary>
    public abstract ImmutableArray<string> AlgorithmsOf(JwtIssuer issuer);

    /// <summary>What the authorizer says of a caller who signed; null where the event has the caller in another place.</summary>
    public virtual AuthorizerContext? ContextOf(Caller caller) => null;
}
