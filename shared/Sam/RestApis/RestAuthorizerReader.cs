using System.Collections.Immutable;
using Sam.Authorizers;
using Sam.Integrations;
using Sam.Resources;

namespace Sam.RestApis;

/// <summary>Reads <c>AWS::ApiGateway::Authorizer</c>. AWS CloudFormation, "AWS::ApiGateway::Authorizer".</summary>
internal sealed class RestAuthorizerReader(FunctionArns functions, CredentialsReader credentials)
{
    private const string OfHeader = "method.request.header.";

    private static readonly string[] NeededLists = ["DefaultAlgorithms", "Issuers"];

    // "IdentitySource": what API Gateway reads for a REQUEST authorizer.
    private static readonly string[] Sources = [OfHeader, "method.request.querystring.", "stageVariables.", "context."];

    /// <summary>The authorizer with a method's scopes, a closed one where it cannot be enforced; null after an error, which has been reported.</summary>
    public Authorizer? Of(Resource declared, ImmutableArray<string> scopes, IReadOnlyDictionary<string, string> variables)
    {
        var values = declared.Values;
        Closure? unknown = null;
        Authorizer? authorizer = values.Text("Type") switch
        {
            "JWT" => Jwt(values, scopes),
            "COGNITO_USER_POOLS" => Cognito(values, scopes),
            ("TOKEN" or "REQUEST") and var kind => Lambda(values, kind == "TOKEN", RestApiParts.Id(declared), variables, out unknown),
            null => null,
            var other => Unknown(values, other),
        };
        return (values.ClosureOf() ?? unknown) is { } closure ? new ClosedAuthorizer(closure, authorizer) : authorizer;
    }

    private static Authorizer? Unknown(Values values, string type)
    {
        string[] types = ["COGNITO_USER_POOLS", "JWT", "REQUEST", "TOKEN"];
        values.Report("Type", $"'{type}' is not a type of authorizer.", Errors.DidYouMean.Hint(type, types) ?? $"Write one of {string.Join(", ", types)}.");
        return null;
    }

    private static JwtAuthorizer? Jwt(Values authorizer, ImmutableArray<string> scopes)
    {
        var configuration = authorizer.Inner("JwtConfiguration");
        ImmutableArray<string> algorithms = [.. configuration.Texts("DefaultAlgorithms").Select(static algorithm => algorithm.Text)];
        foreach (var algorithm in algorithms.Where(static algorithm => algorithm is not ['R' or 'P' or 'E', 'S', ..]))
        {
            configuration.Report("DefaultAlgorithms", $"'{algorithm}' does not sign with a key pair.", "Use one such as RS256 or ES256.");
        }

        foreach (var list in NeededLists.Where(list => configuration.Items(list).IsEmpty && configuration[list] is not Documents.UnknownNode))
        {
            configuration.Report(list, $"A JWT authorizer needs {list}.", "List at least one.");
        }

        return Header(authorizer) is { } source && authorizer.Text("Name") is { } name
            ? new JwtAuthorizer(name, source, [.. configuration.Each("Issuers").Select(issuer => Issuer(issuer, algorithms))], scopes)
            : null;
    }

    private static JwtIssuer Issuer(Values issuer, ImmutableArray<string> algorithms) => new(
        issuer.Text("Issuer") ?? "",
        Audiences(issuer),
        algorithms,
        [.. issuer.Each("AdditionalClaims")
            .Select(static claim => new RequiredClaim(claim.Text("ClaimName") ?? "", [.. claim.Texts("ExpectedValues").Select(static value => value.Text)]))]);

    private static ImmutableArray<string> Audiences(Values issuer)
    {
        var audiences = issuer.Texts("Audiences");
        if (audiences.IsEmpty && issuer["Audiences"] is not Documents.UnknownNode)
        {
            issuer.Report("Audiences", "An issuer needs Audiences: its tokens for others must not pass here.", "List at least one.");
        }

        return [.. audiences.Select(static audience => audience.Text)];
    }

    private static CognitoAuthorizer? Cognito(Values authorizer, ImmutableArray<string> scopes)
    {
        var pools = authorizer.Texts("ProviderARNs");
        if (pools.IsEmpty && authorizer["ProviderARNs"] is null)
        {
            authorizer.Report("ProviderARNs", "The authorizer names no user pool.", "List !GetAtt UserPool.Arn.");
        }

        return Header(authorizer) is { } source && authorizer.Text("Name") is { } name
            ? new CognitoAuthorizer(
                name, [.. pools.Select(static pool => pool.Text)], source[OfHeader.Length..], authorizer.Text("IdentityValidationExpression"), scopes)
            : null;
    }

    private LambdaAuthorizer? Lambda(Values authorizer, bool tokenOnly, string id, IReadOnlyDictionary<string, string> variables, out Closure? closed)
    {
        var sources = tokenOnly
            ? Header(authorizer) is { } header ? [header] : []
            : (authorizer.Text("IdentitySource") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var source in sources.Where(static source => !Array.Exists(Sources, known => source.StartsWith(known, StringComparison.Ordinal))))
        {
            authorizer.Close("IdentitySource", $"LocalAws does not read '{source}'.", "Name headers, query strings, stage variables or members of $context.");
        }

        var seconds = authorizer.Integer("AuthorizerResultTtlInSeconds", 0, IdentitySources.MostSeconds) ?? IdentitySources.DefaultSeconds;
        if (sources.Length == 0 && seconds > 0 && !tokenOnly && authorizer["IdentitySource"] is not Documents.UnknownNode)
        {
            authorizer.Report(
                "IdentitySource", "Answers of the function are kept, and nothing says by what.",
                "Add an IdentitySource, or write 'AuthorizerResultTtlInSeconds: 0'.");
        }

        var role = credentials.OfAuthorizer(authorizer, "AuthorizerCredentials");
        var function = AuthorizerFunction.Of(authorizer, functions, variables, out closed);
        return authorizer.Text("Name") is not { } name || (function is null && closed is null && authorizer.ClosureOf() is null) ? null : new LambdaAuthorizer
        {
            AuthorizerId = id,
            Name = name,
            FunctionLogicalId = function?.LogicalId ?? "",
            FunctionQualifier = function?.Qualifier,
            CredentialsArn = role,
            TokenOnly = tokenOnly,
            IdentitySources = [.. sources],
            ValidationExpression = tokenOnly ? authorizer.Text("IdentityValidationExpression") : null,
            CacheTtl = TimeSpan.FromSeconds(seconds),
        };
    }

    private static string? Header(Values authorizer)
    {
        if (authorizer["IdentitySource"] is Documents.UnknownNode)
        {
            authorizer.Text("IdentitySource");
            return null;
        }

        if (authorizer.Text("IdentitySource") is { } source && source.StartsWith(OfHeader, StringComparison.Ordinal) && !source.Contains(','))
        {
            return source;
        }

        authorizer.Report("IdentitySource", "The authorizer needs the one header that holds the token.", "Write 'IdentitySource: method.request.header.Authorization'.");
        return null;
    }
}
