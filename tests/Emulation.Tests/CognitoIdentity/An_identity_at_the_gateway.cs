using System.Collections.Immutable;
using Emulation.Gateway;
using Emulation.Gateway.Authorizers;
using Emulation.Principals;
using Emulation.Sessions;
using Emulation.Tests.Gateway.Authorizers;
using Iam;
using Sam;

namespace Emulation.Tests.CognitoIdentity;

public class An_identity_at_the_gateway
{
    private const string Pool = "us-east-1:11111111-2222-4333-8444-555555555555";
    private const string Id = "us-east-1:66666666-7777-4888-8999-000000000000";
    private const string Provider = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Pool00001";

    [Fact]
    public void Is_told_to_the_function_of_a_rest_api() => Assert.Equal(
        $"authenticated|{Id}|{Pool}|{Provider},{Provider}:CognitoSignIn:sub", Rest(CallerOf(CognitoSession.Provider, "authenticated", Provider, $"{Provider}:CognitoSignIn:sub")));

    [Fact]
    public void Is_told_as_a_guest_without_a_provider() => Assert.Equal($"unauthenticated|{Id}|{Pool}|", Rest(CallerOf(CognitoSession.Provider, "unauthenticated")));

    /// <summary>A provider of IAM whose claims are named like Cognito's keys does not make an identity.</summary>
    [Fact]
    public void Is_nobody_whom_another_provider_vouched_for() =>
        Assert.Equal("|||", Rest(CallerOf("arn:aws:iam::111122223333:oidc-provider/cognito-identity.amazonaws.com", "authenticated")));

    [Fact]
    public void Is_told_to_the_function_of_an_http_api() => Assert.Equal(
        $$"""{"amr":["authenticated","{{Provider}}"],"identityId":"{{Id}}","identityPoolId":"{{Pool}}"}""",
        Gate.EventOf(Gate.Http(IamAuthorizer.Instance), new IamContext(CallerOf(CognitoSession.Provider, "authenticated", Provider)))["requestContext"]!["authorizer"]!["iam"]!["cognitoIdentity"]!.ToJsonString());

    private static string Rest(Caller caller)
    {
        using var gate = new Gate();
        var identity = Gate.EventOf(Gate.Request(gate.Rest(IamAuthorizer.Instance), []), GatewayDecision.Allow(caller, ""))["requestContext"]!["identity"]!;
        return string.Join('|', ((string[])["cognitoAuthenticationType", "cognitoIdentityId", "cognitoIdentityPoolId", "cognitoAuthenticationProvider"]).Select(name => (string?)identity[name]));
    }

    private static Caller CallerOf(string provider, params ImmutableArray<string> amr)
    {
        var account = AccountId.Parse("111122223333");
        var claims = new SessionClaims
        {
            Kind = SessionKind.AssumedRole,
            AccountId = account.ToString(),
            Name = "UserRole",
            UniqueId = "AROAUSER",
            SessionName = "CognitoIdentityCredentials",
            IssuedAt = DateTimeOffset.UnixEpoch,
            ExpiresAt = DateTimeOffset.UnixEpoch,
            FederatedProvider = provider,
            Keys = new CognitoSession(Id, Pool, amr).Keys,
        };
        return new Caller("ASIA", new AssumedRole(account, "/", "UserRole", claims.SessionName, claims.UniqueId), PrincipalPolicies.None, claims);
    }
}
