using System.Collections.Immutable;
using Sam.Authorizers;
using Sam.Errors;
using Sam.Resources;

namespace Sam.RestApis;

/// <summary>Reads <c>AWS::ApiGateway::Authorizer</c>, and which one a method has.</summary>
internal sealed class PlainAuthorizers(ImmutableArray<Resource> resources, CredentialsReader credentials)
{
    private const string JwtType = "JWT";
    private const string CognitoType = "COGNITO_USER_POOLS";

    private static readonly string[] NeededLists = ["DefaultAlgorithms", "Issuers"];

    private readonly FunctionArns functions = new(resources);
    private readonly Dictionary<string, Resource> byId = resources
        .Where(static resource => resource.TypeName == "AWS::ApiGateway::Authorizer")
        .ToDictionary(static authorizer => authorizer.Declaration.Type!.Ref(authorizer.Physical), StringComparer.Ordinal);

    /// <summary>
    /// Reports authorizers that no method can name, those of the transform's APIs among them: it writes an API's document as a whole, and takes
    /// authorizers from there only.
    /// </summary>
    public void CheckApis(IReadOnlyCollection<string> plainApis)
    {
        foreach (var authorizer in byId.Values)
        {
            if (authorizer.Values.Text("RestApiId") is { } api && !plainApis.Contains(api))
            {
                authorizer.Values.Report(
                    "RestApiId", "Methods of an API that the SAM transform makes cannot name this authorizer.",
                    "Refer to an AWS::ApiGateway::RestApi, or declare the authorizer under Auth.Authorizers of the AWS::Serverless::Api.");
            }
        }
    }

    /// <summary>The authorizer of a method with its scopes, or null after an error, which has been reported.</summary>
    public Authorizer? Of(Values method, string apiId)
    {
        switch (method.Text("AuthorizationType") ?? "NONE")
        {
            case "NONE":
                return NoAuthorizer.Instance;
            case "AWS_IAM":
                return IamAuthorizer.Instance;
            case (JwtType or CognitoType or "CUSTOM") and var type:
                return Named(method, apiId, type);
            case var other:
                method.Report(
                    "AuthorizationType", $"'{other}' is not a type of authorization.",
                    DidYouMean.Hint(other, ["AWS_IAM", CognitoType, "CUSTOM", JwtType, "NONE"]) ?? "Use NONE, AWS_IAM, COGNITO_USER_POOLS, CUSTOM or JWT.");
                return null;
        }
    }

    private Authorizer? Named(Values method, string apiId, string type)
    {
        // Reading it tells what of it is closed.
        var authorizer = Open(method, apiId, type, out var declared);
        return declared?.Values.ClosureOf() is { } closure ? new ClosedAuthorizer(closure, authorizer) : authorizer;
    }

    private Authorizer? Open(Values method, string apiId, string type, out Resource? declared)
    {
        declared = null;
        if (method.Text("AuthorizerId") is not { } id || !byId.TryGetValue(id, out declared) || declared.Values.Text("RestApiId") != apiId)
        {
            method.Report("AuthorizerId", $"With AuthorizationType {type} a method needs an authorizer of its API.", "Refer to an AWS::ApiGateway::Authorizer with !Ref.");
            return null;
        }

        var scopes = method.Texts("AuthorizationScopes").Select(static scope => scope.Text).ToImmutableArray();
        var values = declared.Values;
        switch (values.Text("Type"))
        {
            case JwtType when type == JwtType:
                return Jwt(values, scopes);
            case CognitoType when type == CognitoType:
                return Cognito(values, scopes);
            case ("TOKEN" or "REQUEST") and var kind when type == "CUSTOM":
                if (!scopes.IsEmpty)
                {
                    method.Report("AuthorizationScopes", "The method's authorizer looks at no scopes.", "Remove them, or name an authorizer that checks tokens.");
                }

                return Lambda(values, kind == "TOKEN", id);
            case var other:
                method.Report(
                    "AuthorizationType", $"{declared.LogicalId} is of type {other}, which {type} does not go with.",
                    "Use CUSTOM with TOKEN and REQUEST, else the authorizer's own type.");
                return null;
        }
    }

    private static JwtAuthorizer? Jwt(Values authorizer, ImmutableArray<string> scopes)
    {
        var configuration = authorizer.Inner("JwtConfiguration");
        ImmutableArray<string> algorithms = [.. configuration.Texts("DefaultAlgorithms").Select(static algorithm => algorithm.Text)];
        foreach (var algorithm in algorithms.Where(static algorithm => algorithm is not ['R' or 'P' or 'E', 'S', ..]))
        {
            configuration.Report("DefaultAlgorithms", $"'{algorithm}' does not sign with a key pair.", "Use one such as RS256 or ES256.");
        }

        foreach (var list in NeededLists.Where(list => configuration.Items(list).IsEmpty))
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
        if (audiences.IsEmpty)
        {
            issuer.Report("Audiences", "An issuer needs Audiences: its tokens for others must not pass here.", "List at least one.");
        }

        return [.. audiences.Select(static audience => audience.Text)];
    }

    private static CognitoAuthorizer? Cognito(Values authorizer, ImmutableArray<string> scopes)
    {
        var pools = authorizer.Texts("ProviderARNs");
        if (pools.IsEmpty)
        {
            authorizer.Report("ProviderARNs", "The authorizer names no user pool.", "List !GetAtt UserPool.Arn.");
        }

        return Header(authorizer) is { } source && authorizer.Text("Name") is { } name
            ? new CognitoAuthorizer(
                name, [.. pools.Select(static pool => pool.Text)], source["method.request.header.".Length..], authorizer.Text("IdentityValidationExpression"), scopes)
            : null;
    }

    private LambdaAuthorizer? Lambda(Values authorizer, bool tokenOnly, string id)
    {
        var sources = tokenOnly
            ? Header(authorizer) is { } header ? [header] : []
            : (authorizer.Text("IdentitySource") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var seconds = authorizer.Integer("AuthorizerResultTtlInSeconds", 0, IdentitySources.MostSeconds) ?? IdentitySources.DefaultSeconds;
        if (sources.Length == 0 && seconds > 0 && !tokenOnly)
        {
            authorizer.Report(
                "IdentitySource", "Answers of the function are kept, and nothing says by what.",
                "Add an IdentitySource, or write 'AuthorizerResultTtlInSeconds: 0'.");
        }

        return functions.TargetOfUri(authorizer, "AuthorizerUri") is { } function && authorizer.Text("Name") is { } name
            ? new LambdaAuthorizer
            {
                AuthorizerId = id,
                Name = name,
                FunctionLogicalId = function.LogicalId,
                FunctionQualifier = function.Qualifier,
                CredentialsArn = credentials.OfAuthorizer(authorizer, "AuthorizerCredentials"),
                TokenOnly = tokenOnly,
                IdentitySources = [.. sources],
                ValidationExpression = tokenOnly ? authorizer.Text("IdentityValidationExpression") : null,
                CacheTtl = TimeSpan.FromSeconds(seconds),
            }
            : null;
    }

    private static string? Header(Values authorizer)
    {
        if (authorizer.Text("IdentitySource") is { } source && source.StartsWith("method.request.header.", StringComparison.Ordinal) && !source.Contains(','))
        {
            return source;
        }

        authorizer.Report("IdentitySource", "The authorizer needs the one header that holds the token.", "Write 'IdentitySource: method.request.header.Authorization'.");
        return null;
    }
}
