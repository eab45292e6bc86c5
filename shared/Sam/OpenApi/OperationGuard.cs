using System.Collections.Immutable;

namespace Sam.OpenApi;

/// <summary>Who guards an operation, from its <c>security</c> and <c>x-amazon-apigateway-auth</c> and the schemes of its document.</summary>
/// <param name="Authorizer">The authorizer; null after an error, which has been reported, or where the operation is closed for it.</param>
/// <param name="NeedsApiKey">Whether an API key is asked for beside it.</param>
internal readonly record struct OperationGuard(Authorizer? Authorizer, bool NeedsApiKey)
{
    // What the transform writes for "no authorizer here": API Gateway knows no such scheme, and lets everybody in.
    private const string None = "NONE";

    public static OperationGuard Of(ApiOperation operation, ApiDocument document)
    {
        var needsKey = false;
        var authorizers = new List<Authorizer?>();
        foreach (var use in operation.Security.SelectMany(static entry => entry.Uses))
        {
            document.Schemes.TryGetValue(use.Scheme, out var scheme);
            switch (scheme?.Kind)
            {
                case SchemeKind.Authorizer:
                    authorizers.Add(scheme.Authorizer is { } authorizer ? WithScopes(authorizer, use.Scopes, operation) : null);
                    break;
                case SchemeKind.ApiKey:
                    needsKey = true;
                    break;
                case null when use.Scheme == None:
                    break;
                default:
                    Close(
                        operation,
                        scheme is null ? $"The document declares no scheme '{use.Scheme}'." : $"The scheme '{use.Scheme}' is no authorizer of API Gateway's.",
                        "Name an authorizer.");
                    return new OperationGuard(null, needsKey);
            }
        }

        if (operation.Security.Any(static entry => entry.Uses.IsEmpty))
        {
            Close(operation, "An empty entry makes authorization a matter of choice, and what API Gateway makes of it is not known.", "Remove it.");
        }

        return new OperationGuard(Combined(operation, authorizers), needsKey);
    }

    private static Authorizer? Combined(ApiOperation operation, List<Authorizer?> authorizers)
    {
        switch (operation.AuthType, authorizers)
        {
            case (null, []):
            case (None, []):
                return NoAuthorizer.Instance;
            case ("AWS_IAM", []) or ("AWS_IAM", [IamAuthorizer]):
                return IamAuthorizer.Instance;
            case (null, [var one]):
                return one;
            default:
                Close(operation, "The operation names more than one authorizer, and which of them API Gateway takes is not known.", "Name one.");
                return authorizers.Find(static one => one is not null);
        }
    }

    private static void Close(ApiOperation operation, string message, string remedy) =>
        operation.Values.Close(operation.Values["security"] is null ? "" : "security", message, remedy);

    // A Lambda authorizer looks at no scopes, and API Gateway's answer to an operation that gives it some is not known.
    private static Authorizer WithScopes(Authorizer authorizer, ImmutableArray<string> scopes, ApiOperation operation) => authorizer.Match<Authorizer>(
        static none => none,
        static iam => iam,
        cognito => cognito with { Scopes = scopes },
        jwt => jwt with { Scopes = scopes },
        lambda =>
        {
            if (!scopes.IsEmpty)
            {
                Close(operation, $"'{lambda.Name}' is a Lambda authorizer, which looks at no scopes.", "Remove the scopes, or name an authorizer that checks tokens.");
            }

            return lambda;
        },
        closed => closed.Instead is (CognitoAuthorizer or JwtAuthorizer) and { } instead ? closed with { Instead = WithScopes(instead, scopes, operation) } : closed);
}
