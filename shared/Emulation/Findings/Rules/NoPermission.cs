using Emulation.Explain;
using Emulation.Gateway.Apis;
using Iam;
using Sam;

namespace Emulation.Findings.Rules;

internal sealed class NoPermission() : Rule(
    "LA107", "function that API Gateway may not call", Severity.Error,
    "Every call of the route gets 500 Internal Server Error until the function's own policy lets apigateway.amazonaws.com call it.")
{
    public override IEnumerable<Finding> Find(LintSubject subject) =>
        subject.Main.AllApis.Where(static api => api is not WebSocketApi).Select(api => DeployedApi.Of(subject.Main, api))
            .SelectMany(api => OfAuthorizers(subject, api).Concat(OfRoutes(subject, api)).Concat(OfRoles(subject, api)));

    private IEnumerable<Finding> OfAuthorizers(LintSubject subject, DeployedApi api) =>
        from authorizer in api.Api.Routes.Select(static route => route.Function).OfType<LambdaAuthorizer>().DistinctBy(static authorizer => authorizer.Name)
        let function = subject.Functions.In(api.StackId, authorizer.FunctionLogicalId, authorizer.FunctionQualifier)
        where function is not null && authorizer.CredentialsArn is null && !subject.MayCall(DeployedApi.ServicePrincipal, function, api.SourceArnOf(authorizer))
        select new Finding(
            this, api.Api.LogicalId, api.Api.Line,
            $"API Gateway may not call {function.LogicalId}, the function of authorizer {authorizer.Name} of {api.Api.LogicalId}: each call of its "
                + "routes that says who calls gets 500.",
            api.AuthorizerPermission);

    /// <summary>Of roles, as which it calls the functions of routes and of authorizers: the first thing that one of them lacks.</summary>
    private IEnumerable<Finding> OfRoles(LintSubject subject, DeployedApi api) =>
        from one in api.Api.Routes
            .Select(static route => (route.Line, For: $"{route.Method} {route.Path}", Id: route.FunctionLogicalId, route.FunctionQualifier, Role: route.Credentials.RoleArn))
            .Concat(api.Api.Routes.Select(static route => route.Function).OfType<LambdaAuthorizer>().DistinctBy(static authorizer => authorizer.Name)
                .Select(one => (api.Api.Line, For: $"authorizer {one.Name}", Id: one.FunctionLogicalId, one.FunctionQualifier, Role: one.CredentialsArn)))
        where one.Role is not null
        let function = subject.Functions.In(api.StackId, one.Id, one.FunctionQualifier)
        where function is not null
        let refused = subject.Invocations.OfRole(function, one.Role).FirstOrDefault(static question => question.Decide().Verdict != Verdict.Allow)
        where refused is not null
        select new Finding(
            this, api.Api.LogicalId, one.Line,
            $"API Gateway may not call {function.LogicalId} for {one.For} of {api.Api.LogicalId}: each call gets 500. {refused.Why(refused.Decide())}",
            string.Join(' ', ExplanationText.Of([refused], subject.Stacks).Changes.Select(static advice => advice.Change)));

    private IEnumerable<Finding> OfRoutes(LintSubject subject, DeployedApi api) =>
        from route in api.Api.Routes
        where route.Mock is null && route.Http is null
        let source = api.SourceArnOf(route, route.Method == "ANY" ? "GET" : route.Method)
        let function = subject.Functions.In(api.StackId, route.FunctionLogicalId, route.FunctionQualifier)
        where function is not null && route.Credentials == IntegrationCredentials.None && !subject.MayCall(DeployedApi.ServicePrincipal, function, source)
        select new Finding(
            this, api.Api.LogicalId, route.Line,
            $"API Gateway may not call {function.LogicalId} for {route.Method} {route.Path} of {api.Api.LogicalId}: each call gets 500.",
            $"Add an AWS::Lambda::Permission for {function.LogicalId} with the Principal {DeployedApi.ServicePrincipal} and the SourceArn {source}.");
}
