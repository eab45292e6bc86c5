using Emulation.State;

namespace Emulation.ApiGatewayV2;

/// <summary>CreateRoute, UpdateRoute, DeleteRoute. API Gateway Developer Guide, "Create routes for HTTP APIs in API Gateway".</summary>
internal sealed class Routes(IdSource ids)
{
    private const string KeyFormat = "The provided route key is not formatted properly for HTTP protocol. Format should be \"<HTTP METHOD> /<RESOURCE PATH>\" or \"$default\"";

    public Change Create(StoredApi api, RouteInput input)
    {
        var made = Merge(new RouteRecord { RouteId = FreshId.OfPart(ids), RouteKey = "" }, input);
        return Check(api, made) is { } refusal ? refusal
            : new Change(api with { Draft = api.Draft with { Routes = api.Draft.Routes.Add(made) } }, Answer.Created(made, ApiGatewayJson.Default.RouteRecord));
    }

    public static Change Update(StoredApi api, RouteRecord old, RouteInput input)
    {
        var changed = Merge(old, input);
        return Check(api, changed) is { } refusal ? refusal
            : new Change(api with { Draft = api.Draft with { Routes = api.Draft.Routes.Replace(old, changed) } }, Answer.Ok(changed, ApiGatewayJson.Default.RouteRecord));
    }

    public static Change Delete(StoredApi api, RouteRecord route) =>
        new(api with { Draft = api.Draft with { Routes = api.Draft.Routes.Remove(route) } }, Answer.NoContent);

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

    private static Answer? Check(StoredApi api, RouteRecord made)
    {
        if (!RouteKey.TryParse(made.RouteKey, out var key))
        {
            return Answer.BadRequest(KeyFormat);
        }

        if (made.ApiKeyRequired)
        {
            return Answer.BadRequest("ApiKeyRequired is for WebSocket APIs only.");
        }

        return CheckNeighbours(api, made, key) ?? CheckAuthorization(api.Draft, made) ?? CheckTarget(api.Draft, made);
    }

    private static Answer? CheckNeighbours(StoredApi api, RouteRecord made, RouteKey key)
    {
        foreach (var other in api.Draft.Routes.Where(route => route.RouteId != made.RouteId))
        {
            if (other.RouteKey == made.RouteKey)
            {
                return Answer.Conflict($"Route with key {made.RouteKey} already exists for this API");
            }

            if (RouteKey.TryParse(other.RouteKey, out var neighbour) && key.ConflictsWith(neighbour))
            {
                return Answer.Conflict($"The provided route key \"{made.RouteKey}\" has a conflicting variable on the same hierarchical level as \"{other.RouteKey}\"");
            }
        }

        return null;
    }

    private static Answer? CheckAuthorization(ApiDefinition draft, RouteRecord made)
    {
        if (made.AuthorizationScopes is { Count: > 0 } && made.AuthorizationType != "JWT")
        {
            return Answer.BadRequest($"AuthorizationScopes are for AuthorizationType JWT only, and it is {made.AuthorizationType}.");
        }

        return made.AuthorizationType switch
        {
            "NONE" or "AWS_IAM" =>
                made.AuthorizerId is null ? null : Answer.BadRequest($"AuthorizerId is for AuthorizationType JWT and CUSTOM only, and it is {made.AuthorizationType}."),
            "JWT" => Needs("JWT"),
            "CUSTOM" => Needs("REQUEST"),
            _ => Answer.BadRequest($"AuthorizationType must be NONE, AWS_IAM, JWT or CUSTOM, not '{made.AuthorizationType}'."),
        };

        Answer? Needs(string type) => made.AuthorizerId is null ? Answer.BadRequest($"AuthorizationType {made.AuthorizationType} needs an AuthorizerId.")
            : draft.AuthorizerOf(made.AuthorizerId) is not { } authorizer ? Answer.BadRequest($"Invalid Authorizer identifier specified {made.AuthorizerId}")
            : authorizer.AuthorizerType == type ? null
            : Answer.BadRequest($"AuthorizationType {made.AuthorizationType} needs an authorizer of type {type}, and '{authorizer.Name}' is of type {authorizer.AuthorizerType}.");
    }

    private static Answer? CheckTarget(ApiDefinition draft, RouteRecord made) => made.Target is null || draft.IntegrationOf(made.Target) is not null
        ? null
        : Answer.BadRequest($"Invalid Integration identifier specified in Target '{made.Target}': a Target is integrations/ and the id of an integration of this API.");
}
