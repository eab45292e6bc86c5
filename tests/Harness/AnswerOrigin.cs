using System.Net;
using Emulation.Gateway.Apis;
using Iam;
using Sam;

namespace Harness;

/// <summary>What was asked, by whom.</summary>
/// <param name="Caller">The caller's name in messages.</param>
/// <param name="IsSigned">Whether the caller signs.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Api">The API's logical id.</param>
/// <param name="Path">The path below the stage with its query.</param>
internal sealed record ApiCall(string Caller, bool IsSigned, string Method, string Api, string Path)
{
    public override string ToString() => $"{Method} {Path} of {Api} as {Caller}";
}

/// <summary>Who made an answer.</summary>
internal enum AnsweredBy
{
    /// <summary>The request passed: its function answered, or the gateway in place of a function that failed.</summary>
    Function,

    /// <summary>An authorizer or a policy refused, be it that of the function which is called with the caller's credentials.</summary>
    Authorization,

    /// <summary>The gateway, since no route took the request: neither an authorizer nor a policy was asked.</summary>
    NoRoute,

    /// <summary>The gateway, for a reason that has nothing to do with who calls: too many calls, a bad body, an authorizer that failed, a route that is closed here.</summary>
    Gateway,

    /// <summary>It cannot be told.</summary>
    Unknown,
}

/// <summary>Who made an answer, and why that is known.</summary>
/// <param name="By">Who.</param>
/// <param name="Why">The why in a sentence, where it is neither the function nor an authorization; else empty.</param>
internal readonly record struct AnswerOrigin(AnsweredBy By, string Why)
{
    private const string Unknowable = "API Gateway answers a route that it does not have as it answers a request without a signature. "
        + "Name the template that was deployed: DeployedStackOptions.Template, or LOCALAWS_TEMPLATE.";

    /// <summary>Of an answer of LocalAws, which tells its decisions.</summary>
    public static AnswerOrigin Of(AccessDecision? decision, HttpResponseMessage response) => decision switch
    {
        { IsAllowed: true } => new(AnsweredBy.Function, ""),
        { HasRoute: false } when response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound => new(AnsweredBy.NoRoute, decision.Reason),
        { IsOfAuthorization: false } => new(AnsweredBy.Gateway, decision.Reason),
        { IsAllowed: false } when response.StatusCode == HttpStatusCode.NotImplemented => new(AnsweredBy.Gateway, decision.Reason),
        not null => new(AnsweredBy.Authorization, ""),
        null when IsRefusal(response) => new(AnsweredBy.Unknown, "It is no answer of LocalAws: it has no x-localaws-decision, or none that is still kept."),
        null => new(AnsweredBy.Function, ""),
    };

    /// <summary>Of an answer of AWS, which tells no decision: by what API Gateway's own answers look like, and by the routes of the template.</summary>
    /// <remarks>API Gateway Developer Guide, "Gateway response types for API Gateway"; an answer of a function has no x-amzn-ErrorType.</remarks>
    public static AnswerOrigin Of(HttpResponseMessage response, string body, ApiCall call, DeployedApi? api)
    {
        var route = RouteOf(call, api);
        if (api is not null && route is null && response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        {
            return new(AnsweredBy.NoRoute, $"The template has no route for {call.Method} {call.Path} of {call.Api}.");
        }

        var type = response.Headers.TryGetValues("x-amzn-ErrorType", out var types) ? types.First().Split(':')[0] : null;
        return type switch
        {
            "MissingAuthenticationTokenException" when call.IsSigned =>
                new(AnsweredBy.NoRoute, $"The request is signed, and API Gateway has no route for {call.Method} {call.Path} of {call.Api}."),
            "MissingAuthenticationTokenException" when api is null => new(AnsweredBy.Unknown, Unknowable),
            "MissingAuthenticationTokenException" when !TakesSignatures(route) =>
                new(AnsweredBy.NoRoute, "The deployed API has no such route, though the template has: deploy it first."),
            "ForbiddenException" when !TakesTokens(route) || route!.ApiKeyRequired =>
                new(AnsweredBy.Unknown, "API Gateway's ForbiddenException comes of a stage that does not exist, of an API key or of a firewall, and of no policy."),
            // A function that fails is answered with 502 or 504.
            "InternalServerErrorException" when response.StatusCode == HttpStatusCode.InternalServerError && route?.Credentials is { } called
                && called != IntegrationCredentials.None =>
                new(AnsweredBy.Authorization, ""),
            "AuthorizerConfigurationException" or "AuthorizerFailureException" =>
                new(AnsweredBy.Gateway, "The authorizer's function failed, or may not be called: it has decided nothing, and would refuse whoever called."),
            not null when response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge =>
                new(AnsweredBy.Gateway, $"API Gateway answered {(int)response.StatusCode} by itself ({type}), which says nothing of who may call."),
            not null => new(IsRefusal(response) ? AnsweredBy.Authorization : AnsweredBy.Function, ""),
            null when response.Headers.Contains("apigw-requestid") => OfHttpApi(response.StatusCode, body.Trim(), route, call),
            null => new(AnsweredBy.Function, ""),
        };
    }

    private static Route? RouteOf(ApiCall call, DeployedApi? api) =>
        api is not null && api.Routes.TryMatch(call.Method, call.Path.Split('?')[0], out var match) ? match.Route : null;

    private static bool TakesSignatures(Route? route) => route?.Authorizer.Rule == ApiGatewayRules.SignedCall;

    private static bool TakesTokens(Route? route) =>
        route?.Authorizer.Match(none: static _ => false, iam: static _ => false, cognito: static _ => true, jwt: static _ => true, lambda: static _ => true,
            closed: static _ => false) == true;

    private static bool IsRefusal(HttpResponseMessage response) => response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    /// <summary>An HTTP API's own answers have no type, and fixed texts; whatever else is in an answer, a function wrote it.</summary>
    private static AnswerOrigin OfHttpApi(HttpStatusCode status, string body, Route? route, ApiCall call) => (status, body) switch
    {
        (HttpStatusCode.Forbidden, """{"message":"Forbidden"}""") or (HttpStatusCode.Unauthorized, """{"message":"Unauthorized"}""") =>
            new(route?.Authorizer.IsOpen == true ? AnsweredBy.Function : AnsweredBy.Authorization, ""),
        (HttpStatusCode.NotFound, """{"message":"Not Found"}""") => new(
            AnsweredBy.NoRoute,
            route is null ? $"API Gateway has no route for {call.Method} {call.Path} of {call.Api}."
                : "The deployed API has no such route, though the template has: deploy it first. A function that answers in API Gateway's own words looks the same."),
        (HttpStatusCode.TooManyRequests, """{"message":"Too Many Requests"}""") or (HttpStatusCode.RequestEntityTooLarge, """{"message":"Request Entity Too Large"}""")
            or (HttpStatusCode.BadRequest, """{"message":"Bad Request"}""") or (HttpStatusCode.RequestUriTooLong, """{"message":"URI Too Long"}""") =>
            new(AnsweredBy.Gateway, $"API Gateway answered {(int)status} by itself, which says nothing of who may call."),
        (HttpStatusCode.InternalServerError, """{"message":"Internal Server Error"}""") or (HttpStatusCode.ServiceUnavailable, """{"message":"Service Unavailable"}""")
            when !IsDecidedByApiGateway(route) => new(
                AnsweredBy.Unknown,
                $"API Gateway answers {(int)status} for a function that fails as for an authorizer that fails, or for a function that it may not call in the caller's name."),
        _ => new(AnsweredBy.Function, ""),
    };

    /// <summary>Whether neither an authorizer's function nor a caller's credentials for the function can be what failed; false of a route that is not known.</summary>
    private static bool IsDecidedByApiGateway(Route? route) => route is not null && route.Credentials == IntegrationCredentials.None
        && route.Authorizer.Match(none: static _ => true, iam: static _ => true, cognito: static _ => true, jwt: static _ => true, lambda: static _ => false,
            closed: static _ => false);
}
