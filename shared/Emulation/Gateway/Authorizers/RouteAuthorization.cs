using Sam;

namespace Emulation.Gateway.Authorizers;

/// <summary>
/// The second step: may this request pass? One case for each kind of authorizer, which ends with the rule that the authorizer means for policies.
/// API Gateway Developer Guide, "How API Gateway resource policies affect authorization workflow".
/// </summary>
internal sealed class RouteAuthorization(
    PolicyQuestion question, IamAuthorization iam, JwtAuthorization jwt, CognitoAuthorization cognito, LambdaAuthorization lambda, CredentialsAuthorization credentials)
{
    /// <summary>By the authorizer, and where it lets the request pass by the credentials with which the function is called.</summary>
    public ValueTask<GatewayDecision> DecideAsync(GatewayRequest request, CancellationToken cancellation) => request.Route.Credentials == IntegrationCredentials.None
        ? ByAuthorizerAsync(request, cancellation)
        : WithCredentialsAsync(request, cancellation);

    private async ValueTask<GatewayDecision> WithCredentialsAsync(GatewayRequest request, CancellationToken cancellation)
    {
        var decision = await ByAuthorizerAsync(request, cancellation).ConfigureAwait(false);
        return decision.Refusal is null ? credentials.Decide(request, decision) : decision;
    }

    private ValueTask<GatewayDecision> ByAuthorizerAsync(GatewayRequest request, CancellationToken cancellation) => request.Route.Authorizer.Match(
        (question, iam, cognito, jwt, lambda, request, cancellation),
        none: static (asked, _) => ValueTask.FromResult(asked.question.DecideByResourcePolicy(asked.request)),
        iam: static (asked, _) => ValueTask.FromResult(asked.iam.Decide(asked.request)),
        cognito: static (asked, authorizer) => asked.cognito.DecideAsync(asked.request, authorizer, asked.cancellation),
        jwt: static (asked, authorizer) => asked.jwt.DecideAsync(asked.request, authorizer, asked.cancellation),
        lambda: static (asked, authorizer) => asked.lambda.DecideAsync(asked.request, authorizer),
        closed: static (asked, authorizer) => ValueTask.FromResult(GatewayDecision.Refuse(null, asked.request.Target.Errors.NotImplemented, authorizer.Reason)));
}
