using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Sam.Documents;
using Sam.Resources;

namespace Sam.Authorizers;

/// <summary>
/// Reads <c>Auth.Authorizers</c> of an HTTP API: JWT with a <c>JwtConfiguration</c>, Lambda with a <c>FunctionArn</c>. Source: aws-sam-translator's
/// <c>ApiGatewayV2Authorizer</c>, and SAM's pages "OAuth2Authorizer", "LambdaAuthorizer".
/// </summary>
internal sealed partial class HttpAuthorizers(FunctionArns functions, CredentialsReader credentials)
{
    private static readonly string[] OfJwtOnly = ["AuthorizationScopes", "IdentitySource"];
    private static readonly string[] OfLambdaOnly =
    [
        "AuthorizerPayloadFormatVersion", "EnableFunctionDefaultPermissions", "EnableSimpleResponses", "FunctionArn", "FunctionInvokeRole", "Identity",
    ];

    /// <summary>The authorizers by name; null for one with an error, which has been reported.</summary>
    public ImmutableDictionary<string, Authorizer?> Read(Values apiAuth)
    {
        var declared = apiAuth.Inner("Authorizers");
        return declared.Map.Entries
            .Where(static entry => entry.Value is MapNode or UnknownNode)
            .ToImmutableDictionary(static entry => entry.Key, entry => Guarded(entry.Key, declared.Inner(entry.Key)), StringComparer.Ordinal);
    }

    private Authorizer? Guarded(string name, Values authorizer) =>
        authorizer.Map.Entries.IsEmpty && authorizer.ClosureOf(authorizer.At) is { } closure
            ? new ClosedAuthorizer(closure, null)
            : ClosedRoutes.Guard(Read(name, authorizer), authorizer);

    private Authorizer? Read(string name, Values authorizer)
    {
        if (authorizer["AuthorizationScopes"] is ScalarNode)
        {
            authorizer.Report("AuthorizationScopes", $"Property 'Authorizers.{name}.AuthorizationScopes' should be a list.", "Write '[...]' around it.");
        }

        var isJwt = authorizer["JwtConfiguration"] is not null;
        foreach (var property in (isJwt ? OfLambdaOnly : OfJwtOnly).Where(property => authorizer[property] is not null))
        {
            authorizer.Report(
                property, $"{property} belongs to {(isJwt ? "Lambda" : "JWT")} authorizers, and '{name}' is {(isJwt ? "a JWT" : "no JWT")} authorizer.",
                isJwt ? "Remove it." : "Remove it, or add a JwtConfiguration.");
        }

        return isJwt ? Jwt(name, authorizer) : Lambda(name, authorizer);
    }

    private static JwtAuthorizer? Jwt(string name, Values authorizer)
    {
        var configuration = authorizer.Inner("JwtConfiguration");
        var issuer = configuration.Text("issuer") ?? configuration.Text("Issuer");
        var audiences = configuration.Texts(configuration["audience"] is null ? "Audience" : "audience");
        if (issuer is null && !configuration.IsUnknown("issuer") && !configuration.IsUnknown("Issuer") && !authorizer.IsUnknown("JwtConfiguration"))
        {
            configuration.Report("issuer", $"The authorizer '{name}' names no issuer.", "Write 'issuer: https://...', exactly as the tokens' iss has it.");
        }

        if (audiences.IsEmpty && !configuration.IsUnknown("audience") && !configuration.IsUnknown("Audience") && !authorizer.IsUnknown("JwtConfiguration"))
        {
            configuration.Report("audience", $"The authorizer '{name}' names no audience.", "List those whose tokens it takes, for a user pool the ids of its clients.");
        }

        return Source(name, authorizer) is not { } source || issuer is null ? null : new JwtAuthorizer(
            // "API Gateway currently supports only RSA-based algorithms", of which issuers use one.
            name, source, [new JwtIssuer(issuer, [.. audiences.Select(static audience => audience.Text)], ["RS256"], [])],
            [.. authorizer.Texts("AuthorizationScopes").Select(static scope => scope.Text)]);
    }

    private static string? Source(string name, Values authorizer)
    {
        if (authorizer.Texts("IdentitySource") is not [{ Text: var source }])
        {
            if (authorizer.IsUnknown("IdentitySource"))
            {
                return null;
            }

            authorizer.Report("IdentitySource", $"The authorizer '{name}' needs one place to find the token.", "Write 'IdentitySource: $request.header.Authorization'.");
            return null;
        }

        if (IsTokenSource(source))
        {
            return source;
        }

        authorizer.Report(
            "IdentitySource", $"'{source}' is no place where an HTTP API finds a token.", "Write '$request.header.NAME' or '$request.querystring.NAME'.");
        return null;
    }

    /// <summary>Whether an HTTP API finds tokens there.</summary>
    public static bool IsTokenSource(string source) => TokenSource().IsMatch(source);

    private LambdaAuthorizer? Lambda(string name, Values authorizer)
    {
        if (authorizer["FunctionArn"] is null)
        {
            authorizer.Report("FunctionArn", $"The authorizer '{name}' has neither a JwtConfiguration nor a FunctionArn.", "Add one of them.");
            return null;
        }

        var version = authorizer.Text("AuthorizerPayloadFormatVersion");
        if (version is not ("1.0" or "2.0"))
        {
            if (authorizer.IsUnknown("AuthorizerPayloadFormatVersion"))
            {
                return null;
            }

            authorizer.Report(
                "AuthorizerPayloadFormatVersion",
                version is null ? $"The authorizer '{name}' does not say the format of its event." : $"'{version}' is not a format of an authorizer's event.",
                "Write '2.0' or '1.0'.");
            return null;
        }

        var simple = authorizer.Flag("EnableSimpleResponses") == true;
        if (simple && version == "1.0")
        {
            authorizer.Report("EnableSimpleResponses", "Simple responses need the event's format 2.0.", "Write 'AuthorizerPayloadFormatVersion: \"2.0\"'.");
        }

        var sources = IdentitySources.OfHttpApi(authorizer.Inner("Identity"));
        if (sources.Expressions.IsEmpty && sources.CacheTtl > TimeSpan.Zero)
        {
            authorizer.Close("Identity", $"Answers of '{name}' are kept, and nothing says by what.", "Give Identity at least one source, or 'ReauthorizeEvery: 0'.");
        }

        return functions.Target(authorizer, "FunctionArn") is not { } function ? null : new LambdaAuthorizer
        {
            Name = name,
            FunctionLogicalId = function.LogicalId,
            FunctionQualifier = function.Qualifier,
            CredentialsArn = credentials.OfInvokeRole(authorizer),
            IdentitySources = sources.Expressions,
            CacheTtl = sources.CacheTtl,
            PayloadFormatVersion = version,
            EnableSimpleResponses = simple,
        };
    }

    [GeneratedRegex(@"^\$request\.(header|querystring)\.[^\s.]+$", RegexOptions.CultureInvariant)]
    private static partial Regex TokenSource();
}
