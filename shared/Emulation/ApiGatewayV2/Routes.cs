using Emulation.Protocols.RestJson;
using Emulation.State;

namespace Emulation.ApiGatewayV2;

/// <summary>CreateRoute, UpdateRoute, DeleteRoute. API Gateway Developer Guide, "Create routes for HTTP APIs in API Gateway".</summary>
internal sealed class Routes(IdSource ids)
{
    private const string KeyFormat = "The provided route key is not formatted properly for HTTP protocol. Format should be \"<HTTP METHOD> /<RESOURCE PATH>\" or \"$default\"";

    public ApiChange Create(StoredApi api, RouteInput input)
    {
        var made = Merge(new RouteRecord { RouteId = FreshId.OfPart(ids), RouteKey = "" }, input);
        return Check(api, made) is { } refusal ? refusal
            : new ApiChange(api.With(api.Draft with { Routes = api.Draft.Routes.Add(made) }), RestAnswer.Created(made, ApiGatewayJson.Default.RouteRecord));
    }

    public static ApiChange Update(StoredApi api, RouteRecord old, RouteInput input)
    {
        var changed = Merge(old, input);
        return Check(api, changed) is { } refusal ? refusal
            : new ApiChange(api.With(api.Draft with { Routes = api.Draft.Routes.Replace(old, changed) }), RestAnswer.Ok(changed, ApiGatewayJson.Default.RouteRecord));
    }

    public static ApiChange Delete(StoredApi api, RouteRecord route) =>
        new(api.With(api.Draft with { Routes = api.Draft.Routes.Remove(route) }), RestAnswer.NoContent);

    private static RouteRecord Merge(RouteRecord old, RouteInput input)
    {
        var type = input.AuthorizationType ?? old.AuthorizationType;

        // What belongs to the authorizer goes with it: a route that asks for nobody any more keeps neither its id nor its scopes.
        var hasAuthorizer = type is "JWT" or "CUSTOM";
        return old with
        {
            ApiKeyRequired = input.ApiKeyRequired ?? old.ApiKeyRequired,
            AuthorizationType = type,
            AuthorizerId = input.AuthorizerId ?? (hasAuthorizer ? old.AuthorizerId : null),
            AuthorizationScopes = input.AuthorizationScopes ?? (type == "JWT" ? old.AuthorizationScopes : null),
            OperationName = input.OperationName ?? old.OperationName,
            RouteKey = input.RouteKey ?? old.RouteKey,
            Target = input.Target ?? old.Target,
        };
    }

    private static RestRefusal? Check(StoredApi api, RouteRecord made) =>
        !RouteKey.TryParse(made.RouteKey, out var key) ? ApiRefusal.BadRequest(KeyFormat)
        : made.ApiKeyRequired ? ApiRefusal.BadRequest("ApiKeyRequired is for WebSocket APIs only.")
        : CheckNeighbours(api, made, key) ?? CheckAuthorization(api.Draft, made) ?? CheckTarget(api.Draft, made);

    private static RestRefusal? CheckNeighbours(StoredApi api, RouteRecord made, RouteKey key)
    {
        foreach (var other in api.Draft.Routes.Where(route => route.RouteId != made.RouteId))
        {
            if (other.RouteKey == made.RouteKey)
            {
                return ApiRefusal.Conflict($"Route with key {made.RouteKey} already exists for this API");
            }

            if (RouteKey.TryParse(other.RouteKey, out var neighbour) && key.ConflictsWith(neighbour))
            {
                return ApiRefusal.Conflict($"The provided route key \"{made.RouteKey}\" has a conflicting variable on the same hierarchical level as \"{other.RouteKey}\"");
            }
        }

        return null;
    }

    private static RestRefusal? CheckAuthorization(ApiDefinition draft, RouteRecord made)
    {
        if (made.AuthorizationScopes is { Count: > 0 } && made.AuthorizationType != "JWT")
        {
            return ApiRefusal.BadRequest($"AuthorizationScopes are for AuthorizationType JWT only, and it is {made.AuthorizationType}.");
        }

        return made.AuthorizationType switch
        {
            "NONE" or "AWS_IAM" => made.AuthorizerId is null ? null
                : ApiRefusal.BadRequest($"AuthorizerId is for AuthorizationType JWT and CUSTOM only, and it is {made.AuthorizationType}."),
            "JWT" => Needs("JWT"),
            "CUSTOM" => Needs("REQUEST"),
            _ => ApiRefusal.BadRequest($"AuthorizationType must be NONE, AWS_IAM, JWT or CUSTOM, not '{made.AuthorizationType}'."),
        };

        RestRefusal? Needs(string type) => made.AuthorizerId is null ? ApiRefusal.BadRequest($"AuthorizationType {made.AuthorizationType} needs an AuthorizerId.")
            : draft.AuthorizerOf(made.AuthorizerId) is not { } authorizer ? ApiRefusal.BadRequest($"Invalid Authorizer identifier specified {made.AuthorizerId}")
            : authorizer.AuthorizerType == type ? null
            : ApiRefusal.BadRequest($"AuthorizationType {made.AuthorizationType} needs an authorizer of type {type}, "
                + $"and '{authorizer.Name}' is of type {authorizer.AuthorizerType}.");
    }

    private static RestRefusal? CheckTarget(ApiDefinition draft, RouteRecord made) => made.Target is null || draft.IntegrationOf(made.Target) is not null
        ? null
        : ApiRefusal.BadRequest($"Invalid Integration identifier specified in Target '{made.Target}': a Target is integrations/ and the id of an integration of this API.");
}
