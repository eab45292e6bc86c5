using Emulation.Gateway.Authorizers;
using Emulation.Lambda;
using Emulation.Organizations;
using Emulation.Sessions;
using Emulation.Tokens;

namespace Emulation.Gateway;

/// <summary>Puts the authorizers together: what they share is made here once.</summary>
internal static class GatewayWiring
{
    public static RouteAuthorization Authorization(
        Keyring keyring,
        RequestEnvironment environment,
        IUserPoolIssuers pools,
        OpenIdDiscovery discovery,
        CallableFunctions functions,
        AnswerCache answers,
        TimeProvider time)
    {
        var question = new PolicyQuestion(environment);
        var verifier = new TokenVerifier(time);
        return new RouteAuthorization(
            question,
            new IamAuthorization(keyring, question),
            new JwtAuthorization(verifier, pools, new OpenIdKeys(discovery, time), question),
            new CognitoAuthorization(verifier, pools, question),
            new LambdaAuthorization(functions, question, answers, time),
            new CredentialsAuthorization(functions));
    }
}
