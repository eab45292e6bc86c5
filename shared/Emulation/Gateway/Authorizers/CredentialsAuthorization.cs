using System.Collections.Immutable;
using Emulation.Decisions;
using Emulation.Gateway.Apis;
using Emulation.Lambda;
using Sam;

namespace Emulation.Gateway.Authorizers;

/// <summary>
/// The last question about a request that an authorizer lets pass: may the function be called with the credentials of its integration? Whatever is lacking, API Gateway
/// answers 500 and calls nothing (captured: apigateway/rest_integration_credentials of radkawar/stackd). Integrations without credentials are not asked about here.
/// </summary>
internal sealed class CredentialsAuthorization(CallableFunctions functions)
{
    public GatewayDecision Decide(GatewayRequest request, GatewayDecision passed)
    {
        var credentials = request.Route.Credentials;
        var failure = request.Target.Errors.IntegrationFailure;
        if (functions.Directory.In(request.Target.StackId, request.Route.FunctionLogicalId, request.Route.FunctionQualifier) is not { } function)
        {
            return GatewayDecision.Refuse(passed.Caller, failure, $"The stack has no function {request.Route.FunctionLogicalId}, which the route calls.")
                with { IsOfAuthorization = false };
        }

        if (QuestionsOf(request, credentials, function, passed) is not { } questions)
        {
            return GatewayDecision.Refuse(
                passed.Caller, failure,
                credentials.IsCaller
                    ? "The function is called with its caller's own credentials, and nobody signed."
                    : $"There is no role {credentials.RoleArn}, as which the function is called.");
        }

        ImmutableArray<DecisionSubject> asked = passed.Subject is { } first ? [first] : [];
        foreach (var question in questions)
        {
            var subject = question with { RefusalText = failure.Message };
            asked = asked.Add(subject);
            if (subject.DecideTraced() is { Verdict: not global::Iam.Verdict.Allow } refused)
            {
                var answer = refused.Closed is null ? failure : request.Target.Errors.NotImplemented;
                return GatewayDecision.Refuse(passed.Caller, answer, subject.Reason(refused), subject) with { Context = passed.Context, Asked = asked };
            }
        }

        return passed with { Asked = asked };
    }

    private IReadOnlyList<DecisionSubject>? QuestionsOf(GatewayRequest request, IntegrationCredentials credentials, Function function, GatewayDecision passed) =>
        credentials.RoleArn is { } role ? functions.Permission.Questions.OfRole(DeployedApi.ServicePrincipal, function, role.ToString(), request.ReceivedAt)
        : passed is { Caller: not null, Subject: { } call } ? [functions.Permission.Questions.OfCaller(DeployedApi.ServicePrincipal, function, call)]
        : null;
}
