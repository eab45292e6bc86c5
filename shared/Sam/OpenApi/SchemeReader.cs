using System.Collections.Immutable;
using Sam.Authorizers;
using Sam.Documents;
using Sam.Integrations;
using Sam.Resources;

namespace Sam.OpenApi;

/// <summary>
/// Reads who may be asked to authenticate callers: <c>securityDefinitions</c> and <c>securitySchemes</c> of a document. API Gateway Developer Guide,
/// "x-amazon-apigateway-authorizer object" and "x-amazon-apigateway-authtype property". What is not enforced closes the routes that name the scheme.
/// </summary>
internal sealed class SchemeReader(ApiKind kind, FunctionUris functions, CredentialsReader credentials)
{
    private const string Extension = "x-amazon-apigateway-authorizer";

    /// <summary>The scheme of a name.</summary>
    public SecurityScheme Read(string name, Values scheme)
    {
        if (scheme.Text("x-amazon-apigateway-authtype") is { } type && type.StartsWith("aws", StringComparison.OrdinalIgnoreCase))
        {
            if (!type.Equals("awsSigv4", StringComparison.OrdinalIgnoreCase))
            {
                scheme.Close("x-amazon-apigateway-authtype", $"'{type}' is no kind of authorization that LocalAws knows.", "Write 'awsSigv4'.");
            }

            return Guarded(scheme, IamAuthorizer.Instance);
        }

        if (scheme[Extension] is MapNode or UnknownNode)
        {
            return Guarded(scheme, Authorizer(name, scheme, scheme.Inner(Extension)));
        }

        var isKey = kind == ApiKind.Rest && scheme.Text("type") == "apiKey" && scheme.Text("in") == "header"
            && string.Equals(scheme.Text("name"), "x-api-key", StringComparison.OrdinalIgnoreCase);
        return scheme.ClosureOf(scheme.At) is not null ? Guarded(scheme, null) : isKey ? SecurityScheme.ApiKey : new SecurityScheme(SchemeKind.Description);
    }

    private static SecurityScheme Guarded(Values scheme, Authorizer? authorizer) => new(SchemeKind.Authorizer)
    {
        Authorizer = scheme.ClosureOf(scheme.At) is { } closure ? new ClosedAuthorizer(closure, authorizer) : authorizer,
    };

    private Authorizer? Authorizer(string name, Values scheme, Values authorizer)
    {
        switch (authorizer.Text("type")?.ToLowerInvariant(), kind)
        {
            case ("cognito_user_pools", ApiKind.Rest):
                return Cognito(name, scheme, authorizer);
            case ("token", ApiKind.Rest):
                return Token(name, scheme, authorizer);
            case ("request", _):
                return Request(name, authorizer);
            case ("jwt", ApiKind.Http):
                return Jwt(name, scheme, authorizer);
            case (var other, _):
                authorizer.Close(
                    "type",
                    other is null
                        ? $"The authorizer '{name}' has no type."
                        : $"LocalAws knows no authorizers of type '{other}' of {(kind == ApiKind.Rest ? "a REST" : "an HTTP")} API.",
                    kind == ApiKind.Rest ? "Write token, request or cognito_user_pools." : "Write jwt or request.");
                return null;
        }
    }

    private static CognitoAuthorizer Cognito(string name, Values scheme, Values authorizer)
    {
        var pools = authorizer.Texts("providerARNs");
        if (pools.IsEmpty)
        {
            authorizer.Close("providerARNs", $"The authorizer '{name}' names no user pool.", "List the ARNs of user pools.");
        }

        return new CognitoAuthorizer(name, [.. pools.Select(static pool => pool.Text)], Header(scheme, authorizer), authorizer.Text("identityValidationExpression"), []);
    }

    private LambdaAuthorizer? Token(string name, Values scheme, Values authorizer)
    {
        var source = $"method.request.header.{Header(scheme, authorizer)}";
        return Lambda(name, authorizer) is not { } lambda ? null : lambda with
        {
            TokenOnly = true,
            IdentitySources = [source],
            ValidationExpression = authorizer.Text("identityValidationExpression"),
            CacheTtl = Ttl(authorizer, IdentitySources.DefaultSeconds),
        };
    }

    private LambdaAuthorizer? Request(string name, Values authorizer)
    {
        ImmutableArray<string> sources =
        [
            .. authorizer.Texts("identitySource").SelectMany(static source => source.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
        ];
        var seconds = Ttl(authorizer, kind == ApiKind.Http && sources.IsEmpty ? 0 : IdentitySources.DefaultSeconds);
        var format = kind == ApiKind.Rest ? "1.0" : authorizer.Text("authorizerPayloadFormatVersion");
        if (sources.IsEmpty && seconds > TimeSpan.Zero)
        {
            authorizer.Close("identitySource", $"Answers of '{name}' are kept, and nothing says by what.", "Add an identitySource, or write 'authorizerResultTtlInSeconds: 0'.");
        }

        if (format is not ("1.0" or "2.0"))
        {
            authorizer.Close("authorizerPayloadFormatVersion", $"The authorizer '{name}' does not say which format its event has.", "Write '2.0' or '1.0'.");
        }

        return Lambda(name, authorizer) is not { } lambda ? null : lambda with
        {
            IdentitySources = sources,
            CacheTtl = seconds,
            PayloadFormatVersion = format ?? "1.0",
            EnableSimpleResponses = kind == ApiKind.Http && authorizer.Flag("enableSimpleResponses") == true,
        };
    }

    private LambdaAuthorizer? Lambda(string name, Values authorizer)
    {
        if (functions.Of(authorizer, "authorizerUri") is not { } function)
        {
            return null;
        }

        return new LambdaAuthorizer
        {
            Name = name,
            FunctionLogicalId = function.LogicalId,
            FunctionQualifier = function.Qualifier,
            CredentialsArn = credentials.OfAuthorizer(authorizer, "authorizerCredentials"),
        };
    }

    private static JwtAuthorizer? Jwt(string name, Values scheme, Values authorizer)
    {
        const string discovery = "/.well-known/openid-configuration";
        var configuration = authorizer.Inner("jwtConfiguration");
        var url = scheme.Text("openIdConnectUrl");
        var issuer = configuration.Text("issuer") ?? (url is not null && url.EndsWith(discovery, StringComparison.Ordinal) ? url[..^discovery.Length] : null);
        var audiences = configuration.Texts("audience");
        if (issuer is null || audiences.IsEmpty)
        {
            authorizer.Close("jwtConfiguration", $"The authorizer '{name}' does not say whose tokens it takes, and for whom.", "Give jwtConfiguration an issuer and an audience.");
        }

        var source = authorizer.Texts("identitySource") is [{ Text: var one }] ? one : null;
        if (source is null || !HttpAuthorizers.IsTokenSource(source))
        {
            authorizer.Close("identitySource", $"The authorizer '{name}' needs one place to find the token.", "Write '$request.header.Authorization'.");
        }

        return issuer is null || source is null
            ? null
            : new JwtAuthorizer(name, source, [new JwtIssuer(issuer, [.. audiences.Select(static audience => audience.Text)], ["RS256"], [])], []);
    }

    // The header is the scheme's name for it; an identitySource, where there is one, says the same.
    private static string Header(Values scheme, Values authorizer)
    {
        const string before = "method.request.header.";
        var header = scheme.Text("name");
        var source = authorizer.Text("identitySource");
        var other = source is not null && source.StartsWith(before, StringComparison.OrdinalIgnoreCase) ? source[before.Length..] : source;
        if (header is null || (other is not null && !other.Equals(header, StringComparison.OrdinalIgnoreCase)))
        {
            scheme.Close("name", "The authorizer needs the one header that holds the token.", "Write 'name: Authorization' and 'in: header'.");
        }

        return header ?? other ?? "Authorization";
    }

    private static TimeSpan Ttl(Values authorizer, int otherwise) =>
        TimeSpan.FromSeconds(authorizer.Integer("authorizerResultTtlInSeconds", 0, IdentitySources.MostSeconds) ?? otherwise);
}
