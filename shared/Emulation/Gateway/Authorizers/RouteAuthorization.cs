using Sam;

namespace Emulation.Gateway.Authorizers;

/// <summary>
/// The second step: may this request pass? One case for each kind of authorizer; a kind without a case refuses.
/// API Gateway Developer Guide, "How API Gateway resource policies affect authorization workflow".
/// </summary>
internal sealed class RouteAuthorization(PolicyQuestion question, IamAuthorization iam, JwtAuthorization jwt, CognitoAuthorization cognito, LambdaAuthorization lambda)
{
    public ValueTask<GatewayDecision> DecideAsync(GatewayRequest request, CancellationToken cancellation) => request.Route.Authorizer switch
    {
        IamAuthorizer => new(iam.Decide(request)),
        NoAuthorizer => new(question.DecideByResourcePolicy(request)),
        JwtAuthorizer authorizer => jwt.DecideAsync(request, authorizer, cancellation),
        CognitoAuthorizer authorizer => cognito.DecideAsync(request, authorizer, cancellation),
        LambdaAuthorizer authorizer => lambda.DecideAsync(request, authorizer),
        var other => new(GatewayDecision.Refuse(null, request.Target.Errors.AuthorizerFailure, $"LocalAws has no authorizer of kind {other.GetType().Name}.")),
    };
}
