using System.Collections.Immutable;
using Emulation.Gateway.Answers;
using Emulation.Gateway.Routing;
using Emulation.Principals;
using Iam;
using Sam;

namespace Emulation.Gateway.Apis;

/// <summary>One API at its stage, ready to take requests. The template or a client made it.</summary>
internal abstract class DeployedApi
{
    /// <summary>Who calls the functions of an API.</summary>
    public const string ServicePrincipal = "apigateway.amazonaws.com";

    private protected DeployedApi(Stack stack, Api api)
    {
        Api = api;
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

    /// <summary>The answers that the gateway gives by itself.</summary>
    public abstract GatewayErrors Errors { get; }

    /// <summary>Null of an API that cannot have one.</summary>
    public abstract Policy? ResourcePolicy { get; }

    /// <summary>Media types whose bodies reach the function base64-encoded.</summary>
    public abstract ImmutableArray<string> BinaryMediaTypes { get; }

    /// <summary>False of the stage <c>$default</c>, which is the API's URL itself.</summary>
    public bool HasStageSegment => Api.StageName != "$default";

    /// <summary>The stage as URLs have it: <c>/prod</c>, or nothing.</summary>
    public string StagePath => HasStageSegment ? $"/{Api.StageName}" : "";

    /// <param name="stack">The stack.</param>
    /// <param name="api">The API.</param>
    /// <param name="accounts">Everybody, as of now: whom the API's policy names is who has the name at the start. Null where policies are only read.</param>
    public static DeployedApi Of(Stack stack, Api api, Func<PrincipalIndex>? accounts = null) => api switch
    {
        RestApi rest => new DeployedRestApi(stack, rest, accounts),
        HttpApi http => new DeployedHttpApi(stack, http),
        _ => throw new ArgumentOutOfRangeException(nameof(api), api.GetType().Name, "There are REST and HTTP APIs."),
    };

    /// <summary>What API Gateway calls a route's function for. The route, not the request's path: <c>GET/orders/{orderId}</c>, and <c>$default</c> alone.</summary>
    public string SourceArnOf(Route route, string method) => $"{StageArn}/{(route.Path.StartsWith('/') ? $"{method}{route.Path}" : route.Path)}";

    /// <summary>What API Gateway calls an authorizer's function for: the authorizer by its id; one that a template declares has the id that it would have here.</summary>
    public string SourceArnOf(LambdaAuthorizer authorizer) => $"{ApiArn}/authorizers/{authorizer.AuthorizerId ?? ResourceId.Of(Api.ApiId, $"authorizer {authorizer.Name}")}";
}

/// <summary>A REST API.</summary>
internal sealed class DeployedRestApi(Stack stack, RestApi api, Func<PrincipalIndex>? accounts) : DeployedApi(stack, api)
{
    private readonly KeptPolicy? policy = api.ResourcePolicy is { } saved && accounts is not null ? KeptPolicy.SavedNow(saved, accounts, new PolicyParseOptions($"arn:aws:execute-api:{stack.Region}:{stack.AccountId}:{api.ApiId}")) : null;

    public override GatewayErrors Errors => GatewayErrors.Rest;

    public override Policy? ResourcePolicy => policy is null ? api.ResourcePolicy : policy.InForce;

    public override ImmutableArray<string> BinaryMediaTypes => api.BinaryMediaTypes;
}

/// <summary>An HTTP API.</summary>
internal sealed class DeployedHttpApi(Stack stack, HttpApi api) : DeployedApi(stack, api)
{
    public CorsConfiguration? Cors => api.Cors;

    public override GatewayErrors Errors => GatewayErrors.Http;

    /// <summary>HTTP APIs have none: API Gateway Developer Guide, "Choose between REST APIs and HTTP APIs".</summary>
    public override Policy? ResourcePolicy => null;

    public override ImmutableArray<string> BinaryMediaTypes => [];
}
