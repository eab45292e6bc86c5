namespace Emulation.Cognito.Protocol;

/// <summary>What tells one of Cognito's two services from the other on the wire.</summary>
/// <param name="Target">What <c>X-Amz-Target</c> says before the dot.</param>
/// <param name="SigningName">The service of signatures, and of actions in policies.</param>
/// <param name="ViolationType">The error's code for a member that does not fit its constraints.</param>
internal sealed record CognitoServiceName(string Target, string SigningName, string ViolationType)
{
    public static CognitoServiceName UserPools { get; } = new("AWSCognitoIdentityProviderService", "cognito-idp", Fields.Violations);

    public static CognitoServiceName IdentityPools { get; } = new("AWSCognitoIdentityService", "cognito-identity", "ValidationException");
}
