using Sam;

namespace Emulation.Access;

/// <summary>What people are told of a route's authorizer.</summary>
internal static class AuthorizerWords
{
    /// <summary>The kind as templates name it, and the authorizer's own name.</summary>
    public static string Name(Authorizer authorizer) => authorizer switch
    {
        IamAuthorizer => "AWS_IAM",
        NoAuthorizer => "NONE",
        CognitoAuthorizer cognito => $"COGNITO_USER_POOLS {cognito.Name}",
        JwtAuthorizer jwt => $"JWT {jwt.Name}",
        LambdaAuthorizer lambda => $"{(lambda.TokenOnly ? "TOKEN" : "REQUEST")} {lambda.Name}",
        _ => authorizer.GetType().Name,
    };

    /// <summary>Why no AWS principal gets in by being one.</summary>
    public static string WithoutCredentials(Authorizer authorizer) => authorizer switch
    {
        CognitoAuthorizer cognito => $"No AWS credentials count here: authorizer {cognito.Name} takes {(cognito.Scopes.IsDefaultOrEmpty ? "ID tokens" : $"access tokens with one of the scopes {string.Join(", ", cognito.Scopes)}")} of {string.Join(", ", cognito.UserPoolArns)}.",
        JwtAuthorizer jwt => $"No AWS credentials count here: authorizer {jwt.Name} takes tokens of {string.Join(", ", jwt.Issuers.Select(i => i.Issuer))}{(jwt.Scopes.IsDefaultOrEmpty ? "" : $" with one of the scopes {string.Join(", ", jwt.Scopes)}")}.",
        LambdaAuthorizer lambda => $"No AWS credentials count here: the function {lambda.FunctionLogicalId} of authorizer {lambda.Name} decides.",
        _ => $"LocalAws has no authorizer of kind {authorizer.GetType().Name}.",
    };
}
