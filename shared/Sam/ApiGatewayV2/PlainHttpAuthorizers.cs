using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Sam.Authorizers;
using Sam.Errors;
using Sam.Integrations;
using Sam.Resources;

namespace Sam.ApiGatewayV2;

/// <summary>Reads <c>AWS::ApiGatewayV2::Authorizer</c>, and which one a route has. AWS CloudFormation, "AWS::ApiGatewayV2::Authorizer" and "AWS::ApiGatewayV2::Route".</summary>
internal sealed partial class PlainHttpAuthorizers(HttpApiParts parts, FunctionArns functions, CredentialsReader credentials)
{
    private static readonly string[] Types = ["NONE", "AWS_IAM", "JWT", "CUSTOM"];

    /// <summary>
    /// The authorizer of a route with its scopes, a closed one where it cannot be enforced; null after an error, which has been reported, or where the route is closed.
    /// </summary>
    /// <param name="route">The route.</param>
    /// <param name="apiId">Its API.</param>
    /// <param name="variables">The variables of the stage.</param>
    /// <param name="isWebSocket">Whether the API is a WebSocket API: the event of its authorizers has one form only.</param>
    public Authorizer? Of(Values route, string apiId, IReadOnlyDictionary<string, string> variables, bool isWebSocket)
    {
        if (route["AuthorizationType"] is null)
        {
            return Open(route);
        }

        switch (route.Text("AuthorizationType"))
        {
            case null:
                return null;
            case "NONE":
                return Open(route);
            case "AWS_IAM":
                return IamAuthorizer.Instance;
            case ("JWT" or "CUSTOM") and var type:
                return Named(route, apiId, type, variables, isWebSocket);
            case var other:
                route.Report("AuthorizationType", $"'{other}' is not a type of authorization.", DidYouMean.Hint(other, Types) ?? $"Use one of {string.Join(", ", Types)}.");
                return null;
        }
    }

    // Whether API Gateway asks an authorizer that is named beside NONE is not known.
    private static Authorizer Open(Values route) => route["AuthorizerId"] is null ? NoAuthorizer.Instance : new ClosedAuthorizer(
        route.Close(
            "AuthorizerId", "An authorizer is named, and AuthorizationType does not ask for one: whether API Gateway asks it all the same is not known.",
            "Remove it, or write the AuthorizationType of the authorizer."),
        NoAuthorizer.Instance);

    private Authorizer? Named(Values route, string apiId, string type, IReadOnlyDictionary<string, string> variables, bool isWebSocket)
    {
        var id = route.Text("AuthorizerId");
        if (id is null && route["AuthorizerId"] is not null)
        {
            return null;
        }

        if (id is null || parts.Find("Authorizer", id, apiId) is not { } declared)
        {
            route.Report("AuthorizerId", $"With AuthorizationType {type} a route needs an authorizer of its API.", "Refer to an AWS::ApiGatewayV2::Authorizer with !Ref.");
            return null;
        }

        var values = declared.Values;
        var kind = values.Text("AuthorizerType");
        if (kind is not null && type != (kind == "REQUEST" ? "CUSTOM" : kind))
        {
            route.Report("AuthorizationType", $"{declared.LogicalId} is of type {kind}, which {type} does not go with.", "Use CUSTOM with REQUEST, and JWT with JWT.");
            return null;
        }

        Closure? unknown = null;
        Authorizer? authorizer = kind switch
        {
            "JWT" => Jwt(values, [.. route.Texts("AuthorizationScopes").Select(static scope => scope.Text)]),
            "REQUEST" => Lambda(values, id, variables, isWebSocket, out unknown),
            _ => null,
        };
        return (values.ClosureOf() ?? unknown) is { } closure ? new ClosedAuthorizer(closure, authorizer) : authorizer;
    }

    private static JwtAuthorizer? Jwt(Values authorizer, ImmutableArray<string> scopes)
    {
        var configuration = authorizer.Inner("JwtConfiguration");
        var issuer = configuration.Text("Issuer");
        var audiences = configuration.Texts("Audience");
        if (authorizer["JwtConfiguration"] is not Documents.UnknownNode)
        {
            if (issuer is null && configuration["Issuer"] is null)
            {
                configuration.Report("Issuer", "The authorizer names no issuer.", "Write 'Issuer: https://...', exactly as the tokens' iss has it.");
            }

            if (audiences.IsEmpty && configuration["Audience"] is null or Documents.ListNode { Items.IsEmpty: true })
            {
                configuration.Report("Audience", "The authorizer names no audience.", "List those whose tokens it takes, for a user pool the ids of its clients.");
            }
        }

        return Source(authorizer) is { } source && issuer is not null && authorizer.Text("Name") is { } name
            ? new JwtAuthorizer(name, source, [new JwtIssuer(issuer, [.. audiences.Select(static audience => audience.Text)], ["RS256"], [])], scopes)
            : null;
    }

    private static string? Source(Values authorizer)
    {
        var sources = authorizer.Texts("IdentitySource");
        if (authorizer.ClosureOf() is not null && sources.IsEmpty)
        {
            return null;
        }

        if (sources is [{ Text: var source }] && TokenSource().IsMatch(source))
        {
            return source;
        }

        authorizer.Report("IdentitySource", "The authorizer needs one place to find the token.", "Write 'IdentitySource: [$request.header.Authorization]'.");
        return null;
    }

    private LambdaAuthorizer? Lambda(Values authorizer, string id, IReadOnlyDictionary<string, string> variables, bool isWebSocket, out Closure? closed)
    {
        var sources = authorizer.Texts("IdentitySource").Select(static source => source.Text).ToImmutableArray();
        foreach (var source in sources.Where(source => !isWebSocket && !KnownSource().IsMatch(source)))
        {
            authorizer.Close("IdentitySource", $"LocalAws does not read '{source}'.", "Name headers, query strings, stage variables or members of $context.");
        }

        // "If it equals 0, authorization caching is disabled": what a template leaves out is 0, unlike in the console.
        var seconds = authorizer.Integer("AuthorizerResultTtlInSeconds", 0, IdentitySources.MostSeconds) ?? 0;
        if (sources.IsEmpty && seconds > 0 && authorizer["IdentitySource"] is null)
        {
            authorizer.Report(
                "IdentitySource", "Answers of the function are kept, and nothing says by what.", "Add an IdentitySource, or write 'AuthorizerResultTtlInSeconds: 0'.");
        }

        var version = isWebSocket ? "1.0" : Version(authorizer);
        var simple = authorizer.Flag("EnableSimpleResponses") == true;
        if (simple && version == "1.0" && !isWebSocket)
        {
            authorizer.Report("EnableSimpleResponses", "Simple responses need the event's format 2.0.", "Write 'AuthorizerPayloadFormatVersion: \"2.0\"'.");
        }

        var role = credentials.OfAuthorizer(authorizer, "AuthorizerCredentialsArn");
        var function = AuthorizerFunction.Of(authorizer, functions, variables, out closed);
        return authorizer.Text("Name") is not { } name || version is null || (function is null && closed is null && authorizer.ClosureOf() is null) ? null : new LambdaAuthorizer
        {
            AuthorizerId = id,
            Name = name,
            FunctionLogicalId = function?.LogicalId ?? "",
            FunctionQualifier = function?.Qualifier,
            CredentialsArn = role,
            IdentitySources = sources,
            CacheTtl = TimeSpan.FromSeconds(seconds),
            PayloadFormatVersion = version,
            EnableSimpleResponses = simple,
        };
    }

    private static string? Version(Values authorizer)
    {
        var version = authorizer.Text("AuthorizerPayloadFormatVersion");
        if (version is "1.0" or "2.0" || authorizer["AuthorizerPayloadFormatVersion"] is Documents.UnknownNode)
        {
            return version;
        }

        authorizer.Report(
            "AuthorizerPayloadFormatVersion",
            version is null ? "The authorizer does not say the format of its event." : $"'{version}' is not a format of an authorizer's event.",
            "Write '2.0' or '1.0'.");
        return null;
    }

    [GeneratedRegex(@"^\$request\.(header|querystring)\.[^\s.]+$", RegexOptions.CultureInvariant)]
    private static partial Regex TokenSource();

    [GeneratedRegex(@"^\$(request\.(header|querystring)|stageVariables|context)\.\S+$", RegexOptions.CultureInvariant)]
    private static partial Regex KnownSource();
}
