using System.Security.Claims;

namespace Lambda.Hosting;

/// <summary>The caller as <c>HttpContext.User</c>, for policies and handlers that know nothing of API Gateway.</summary>
internal static class CallerPrincipal
{
    /// <summary>Not authenticated unless API Gateway authenticated somebody.</summary>
    public static ClaimsPrincipal Of(GatewayCaller caller)
    {
        if (!caller.IsAuthenticated)
        {
            return new ClaimsPrincipal(new ClaimsIdentity());
        }

        var isIam = !string.IsNullOrEmpty(caller.UserArn);
        var identity = new ClaimsIdentity(isIam ? GatewayClaims.IamAuthentication : GatewayClaims.AuthorizerAuthentication);
        Add(identity, ClaimTypes.NameIdentifier, isIam ? caller.User : caller.Claims.GetValueOrDefault("sub") ?? caller.Authorizer.GetValueOrDefault("principalId"));
        Add(identity, ClaimTypes.Name, isIam ? caller.UserArn : caller.Claims.GetValueOrDefault("username") ?? caller.Claims.GetValueOrDefault("cognito:username"));
        Add(identity, GatewayClaims.UserArn, caller.UserArn);
        Add(identity, GatewayClaims.Account, caller.AccountId);
        Add(identity, GatewayClaims.Organization, caller.PrincipalOrgId);
        Add(identity, GatewayClaims.CognitoIdentity, caller.CognitoIdentityId);
        foreach (var (type, value) in caller.Claims.Concat(caller.Authorizer))
        {
            identity.AddClaim(new Claim(type, value));
        }

        return new ClaimsPrincipal(identity);
    }

    private static void Add(ClaimsIdentity identity, string type, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            identity.AddClaim(new Claim(type, value));
        }
    }
}
