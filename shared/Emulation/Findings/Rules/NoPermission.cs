using Emulation.Gateway.Apis;
using Sam;

namespace Emulation.Findings.Rules;

internal sealed class NoPermission() : Rule(
    "LA107", "function that API Gateway may not call", Severity.Error,
    "Every call of the route gets 500 Internal Server Error until the function's own policy lets apigateway.amazonaws.com call it.")
{
    public override IEnumerable<Finding> Find(LintSubject subject) =>
        subject.Main.AllApis.Where(static api => api is not WebSocketApi).Select(api => DeployedApi.Of(subject.Main, api)).SelectMany(api => OfAuthorizers(subject, api).Concat(OfRoutes(subject, api)));

    private IEnumerable<Finding> OfAuthorizers(LintSubject subject, DeployedApi api) =>
        from authorizer in api.Api.Routes.Select(static route => route.Function).OfType<LambdaAuthorizer>().DistinctBy(static authorizer => authorizer.Name)
        let function = subject.Functions.In(api.StackId, authorizer.FunctionLogicalId)
        where function is not null && !subject.MayCall(DeployedApi.ServicePrincipal, function, api.SourceArnOf(authorizer))
        select new Finding(
            this, api.Api.LogicalId, api.Api.Line,
            $"API Gateway may not call {function.LogicalId}, the function of authorizer {authorizer.Name} of {api.Api.LogicalId}: each call of its "
                + "routes that says who calls gets 500.",
            api.AuthorizerPermission);

    private IEnumerable<Finding> OfRoutes(LintSubject subject, DeployedApi api) =>
        from route in api.Api.Routes
        where route.Mock is null
        let source = api.SourceArnOf(route, route.Method == "ANY" ? "GET" : route.Method)
        let function = subject.Functions.In(api.StackId, route.FunctionLogicalId)
        where function is not null && !subject.MayCall(DeployedApi.ServicePrincipal, function, source)
        select new Finding(
            this, api.Api.LogicalId, route.Line,
            $"API Gateway may not call {function.LogicalId} for {route.Method} {route.Path} of {api.Api.LogicalId}: each call gets 500.",
            $"Add an AWS::Lambda::Permission for {function.LogicalId} with the Principal {DeployedApi.ServicePrincipal} and the SourceArn {source}.");
}
