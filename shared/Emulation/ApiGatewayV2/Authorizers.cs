using Emulation.Lambda;
using Emulation.Protocols.RestJson;
using Emulation.State;

namespace Emulation.ApiGatewayV2;

/// <summary>
/// CreateAuthorizer, UpdateAuthorizer, DeleteAuthorizer. API Gateway Developer Guide, "Control access to HTTP APIs with JWT authorizers in API
/// Gateway" and "Control access to HTTP APIs with AWS Lambda authorizers".
/// </summary>
internal sealed class Authorizers(FunctionDirectory functions, IdSource ids)
{
    private const int LongestTtl = 3600;

    /// <summary>What an authorizer with an identity source gets when nobody says, in seconds. No page of AWS says it; Terraform's documentation does.</summary>
    private const int DefaultTtl = 300;

    public ApiChange Create(StoredApi api, AuthorizerInput input)
    {
        var made = Merge(new AuthorizerRecord { AuthorizerId = FreshId.OfPart(ids), AuthorizerType = input.AuthorizerType ?? "", Name = "" }, input);
        if (made is { AuthorizerType: "REQUEST", AuthorizerResultTtlInSeconds: null })
        {
            made = made with { AuthorizerResultTtlInSeconds = made.IdentitySource.Count > 0 ? DefaultTtl : 0, EnableSimpleResponses = made.EnableSimpleResponses ?? false };
        }

        return Check(api, made) is { } refusal ? refusal
            : new ApiChange(api.With(api.Draft with { Authorizers = api.Draft.Authorizers.Add(made) }), RestAnswer.Created(made, ApiGatewayJson.Default.AuthorizerRecord));
    }

    public ApiChange Update(StoredApi api, AuthorizerRecord old, AuthorizerInput input)
    {
        var changed = Merge(old, input);
        return input.AuthorizerType is { } type && type != old.AuthorizerType
                ? ApiRefusal.BadRequest($"An authorizer's type cannot change from {old.AuthorizerType} to '{type}'. Create another authorizer.")
            : Check(api, changed) is { } refusal ? refusal
            : new ApiChange(
                api.With(api.Draft with { Authorizers = api.Draft.Authorizers.Replace(old, changed) }),
                RestAnswer.Ok(changed, ApiGatewayJson.Default.AuthorizerRecord));
    }

    public static ApiChange Delete(StoredApi api, AuthorizerRecord authorizer) =>
        api.Draft.Routes.FirstOrDefault(route => route.AuthorizerId == authorizer.AuthorizerId) is { } user
            ? ApiRefusal.Conflict($"Cannot delete authorizer '{authorizer.Name}', is referenced in route: {user.RouteKey}")
            : new ApiChange(api.With(api.Draft with { Authorizers = api.Draft.Authorizers.Remove(authorizer) }), RestAnswer.NoContent);

    private static AuthorizerRecord Merge(AuthorizerRecord old, AuthorizerInput input) => old with
    {
        AuthorizerPayloadFormatVersion = input.AuthorizerPayloadFormatVersion ?? old.AuthorizerPayloadFormatVersion,
        AuthorizerResultTtlInSeconds = input.AuthorizerResultTtlInSeconds ?? old.AuthorizerResultTtlInSeconds,
        AuthorizerUri = input.AuthorizerUri ?? old.AuthorizerUri,
        EnableSimpleResponses = input.EnableSimpleResponses ?? old.EnableSimpleResponses,
        IdentitySource = input.IdentitySource ?? old.IdentitySource,
        JwtConfiguration = input.JwtConfiguration ?? old.JwtConfiguration,
        Name = input.Name ?? old.Name,
    };

    private RestRefusal? Check(StoredApi api, AuthorizerRecord made)
    {
        if (made.Name.Length is 0 or > 128)
        {
            return ApiRefusal.BadRequest("An authorizer needs a Name of 1 to 128 characters.");
        }

        if (api.Draft.Authorizers.Any(other => other.Name == made.Name && other.AuthorizerId != made.AuthorizerId))
        {
            return ApiRefusal.BadRequest($"Authorizer name must be unique. Authorizer {made.Name} already exists in this API.");
        }

        return made.AuthorizerType switch
        {
            "JWT" => CheckJwt(made),
            "REQUEST" => CheckRequest(made),
            _ => ApiRefusal.BadRequest("Invalid authorizer type. Only JWT authorizer type is supported on HTTP protocol Apis."),
        };
    }

    private static RestRefusal? CheckJwt(AuthorizerRecord made) =>
        made is not { AuthorizerUri: null, AuthorizerPayloadFormatVersion: null, AuthorizerResultTtlInSeconds: null, EnableSimpleResponses: null }
            ? ApiRefusal.BadRequest("AuthorizerUri, AuthorizerPayloadFormatVersion, AuthorizerResultTtlInSeconds and EnableSimpleResponses are for REQUEST authorizers only.")
        : made.IdentitySource.Count != 1 || !IsSelection(made.IdentitySource[0], "$request.header.", "$request.querystring.")
            ? ApiRefusal.BadRequest("A JWT authorizer needs one IdentitySource, such as $request.header.Authorization.")
        : made.JwtConfiguration?.Audience is not { Count: > 0 } ? ApiRefusal.BadRequest("Audience list must have at least 1 item for JWT Authorizer")
        : Uri.TryCreate(made.JwtConfiguration.Issuer, UriKind.Absolute, out var issuer) && issuer.Scheme is "https" or "http" ? null
        : ApiRefusal.BadRequest($"Invalid issuer: {made.JwtConfiguration.Issuer}. Issuer must have a valid URL format");

    private RestRefusal? CheckRequest(AuthorizerRecord made) =>
        made.JwtConfiguration is not null ? ApiRefusal.BadRequest("JwtConfiguration is for JWT authorizers only.")
        : made.AuthorizerResultTtlInSeconds is < 0 or > LongestTtl
            ? ApiRefusal.BadRequest($"Authorizer result TTL outside allowable range. TTL must be between 0 and {LongestTtl} seconds.")
        : made is { AuthorizerResultTtlInSeconds: > 0, IdentitySource.Count: 0 }
            ? ApiRefusal.BadRequest("Identity source must be set if authorizer caching is enabled (TTL is greater than 0)")
        : made.IdentitySource.FirstOrDefault(static source => !IsSelection(source, "$request.header.", "$request.querystring.", "$context.", "$stageVariables.")) is { } wrong
            ? ApiRefusal.BadRequest($"Invalid identity source expression: {wrong}. "
                + "The source must be a request header, request querystring, stage variable or context parameter")
        : made.AuthorizerPayloadFormatVersion is null ? ApiRefusal.BadRequest("AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer")
        : made.AuthorizerPayloadFormatVersion is not ("1.0" or "2.0")
            ? ApiRefusal.BadRequest($"AuthorizerPayloadFormatVersion must be 1.0 or 2.0, not '{made.AuthorizerPayloadFormatVersion}'.")
        : made is { EnableSimpleResponses: true, AuthorizerPayloadFormatVersion: "1.0" }
            ? ApiRefusal.BadRequest("EnableSimpleResponses needs AuthorizerPayloadFormatVersion 2.0.")
        : functions.ProblemOf(made.AuthorizerUri) is { } problem ? ApiRefusal.BadRequest($"Invalid Authorizer URI: {problem}") : null;

    private static bool IsSelection(string source, params ReadOnlySpan<string> prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (source.Length > prefix.Length && source.StartsWith(prefix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
