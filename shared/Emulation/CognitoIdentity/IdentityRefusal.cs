using Emulation.Cognito.Protocol;

namespace Emulation.CognitoIdentity;

/// <summary>The refusals of identity pools, in AWS's words where these are known.</summary>
internal static class IdentityRefusal
{
    public static CognitoException NoGuests => Refusal.NotAuthorized("Unauthenticated access is not supported for this identity pool.");

    public static CognitoException UnsupportedProvider => Refusal.NotAuthorized("Token is not from a supported provider of this identity pool.");

    public static CognitoException LoginsDoNotMatch => Refusal.NotAuthorized("Logins don't match. Please include at least one valid login for this identity or identity pool.");

    public static CognitoException NotPublic => Refusal.Invalid("Please provide a valid public provider.");

    public static CognitoException ClassicFlowIsOff => Refusal.Invalid("Basic (classic) flow is not enabled, please use enhanced flow.");

    public static CognitoException LinkedElsewhere => Conflict("A login is already linked to another account.");

    public static CognitoException DeveloperUserRegistered =>
        new("DeveloperUserAlreadyRegisteredException", "The developer user identifier is already registered under a different identity ID.");

    public static CognitoException Configuration(string reason) =>
        new("InvalidIdentityPoolConfigurationException", "Invalid identity pool configuration. Check assigned IAM roles for this pool.", reason);

    public static CognitoException NoPool(string id) => Refusal.NotFound($"IdentityPool '{id}' not found.");

    public static CognitoException NoIdentity(string id) => Refusal.NotFound($"Identity '{id}' not found.");

    public static CognitoException Forbidden(string identityId) => Refusal.NotAuthorized($"Access to Identity '{identityId}' is forbidden.");

    public static CognitoException BadToken(string why, string? reason = null) => new("NotAuthorizedException", $"Invalid login token. {why}", reason);

    /// <summary>Of a company that says by itself whose an access token is.</summary>
    public static CognitoException BadAccessToken => BadToken("Not a valid access token.");

    /// <param name="reason">For whoever runs LocalAws: which company, and what came of asking it.</param>
    public static CognitoException ExternalService(string reason) =>
        new("ExternalServiceException", "The identity provider that the login names did not answer. Try again later.", reason);

    public static CognitoException Conflict(string message) => new("ResourceConflictException", message);
}
