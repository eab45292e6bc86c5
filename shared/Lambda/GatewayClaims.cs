namespace Lambda;

/// <summary>Claim types, beside the ones of <see cref="System.Security.Claims.ClaimTypes"/>, of a caller whom API Gateway authenticated.</summary>
public static class GatewayClaims
{
    /// <summary>The authentication type of a caller who signed with IAM credentials.</summary>
    public const string IamAuthentication = "AWS_IAM";

    /// <summary>The authentication type of a caller whom a Cognito, JWT or Lambda authorizer admitted.</summary>
    public const string AuthorizerAuthentication = "Authorizer";

    /// <summary>The caller's ARN, such as <c>arn:aws:sts::111122223333:assumed-role/StorefrontRole/session</c>.</summary>
    public const string UserArn = "aws:userArn";

    /// <summary>The caller's account, 12 digits.</summary>
    public const string Account = "aws:account";

    /// <summary>The caller's organization, <c>o-...</c>.</summary>
    public const string Organization = "aws:principalOrgId";

    /// <summary>The identity of a Cognito identity pool behind the IAM credentials.</summary>
    public const string CognitoIdentity = "aws:cognitoIdentityId";
}
