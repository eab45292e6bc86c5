using Emulation.Decisions;
using Emulation.Lambda;
using Emulation.Organizations;
using Iam;
using Sam;

namespace Emulation.Gateway;

/// <summary>
/// Whether API Gateway itself may call a function: the function's own policy must let apigateway.amazonaws.com do so for the route, or for the
/// authorizer. Asked of APIs that clients made. API Gateway Developer Guide, "Troubleshooting issues with HTTP API Lambda integrations" and "Control
/// access to HTTP APIs with AWS Lambda authorizers", the part about permissions.
/// </summary>
/// <param name="isAsked">Whether an API, by its id, is one to ask for.</param>
/// <param name="policies">A function's policy; null when nobody was given a permission.</param>
/// <param name="surroundings">Condition keys that cannot be known here.</param>
internal sealed class CallPermission(Func<string, bool> isAsked, Func<Function, Policy?> policies, Surroundings surroundings)
{
    private static readonly ServicePrincipal ApiGateway = new("apigateway.amazonaws.com");

    /// <summary>Why the route's function must not be called, and what to do; null when it may.</summary>
    public string? Refusal(GatewayRequest request, Function function) => Refusal(request, function, $"{request.Target.StageArn}/{RouteIn(request)}");

    /// <summary>Why the authorizer's function must not be called, and what to do; null when it may.</summary>
    public string? Refusal(GatewayRequest request, Function function, LambdaAuthorizer authorizer) => Refusal(request, function, $"{request.Target.ApiArn}/authorizers/{authorizer.AuthorizerId}");

    private string? Refusal(GatewayRequest request, Function function, string source)
    {
        if (!isAsked(request.Target.Api.ApiId))
        {
            return null;
        }

        var context = new ConditionContext(ApiGateway).SetTime(request.ReceivedAt).Set("aws:SourceArn", source).Set("aws:SourceAccount", request.Target.AccountId.ToString());
        var access = new AccessRequest(ApiGateway, LambdaOperation.Invoke, function.Arn.ToString(), request.Target.AccountId, surroundings.Complete(context, null));
        var decision = global::Iam.Authorizer.Decide(access, PrincipalPolicies.None, policies(function));
        return decision.Verdict == Verdict.Allow ? null
            : $"{DecisionText.For(access, decision)} The source ARN is {source}. Give the permission with aws lambda add-permission --function-name {function.FunctionName} --action {LambdaOperation.Invoke} --principal {ApiGateway.Name} --source-arn {source} --statement-id ...";
    }

    /// <summary>The route, not the request's path: <c>GET/orders/{orderId}</c>, and <c>$default</c> alone.</summary>
    private static string RouteIn(GatewayRequest request) => request.Route.Path.StartsWith('/') ? $"{request.Method}{request.Route.Path}" : request.Route.Path;
}
