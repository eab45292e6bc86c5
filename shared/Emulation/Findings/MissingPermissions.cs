using System.Collections.Immutable;
using Emulation.Gateway.Apis;
using Emulation.Lambda;
using Emulation.Organizations;
using Sam;

namespace Emulation.Findings;

/// <summary>LA107: functions of routes and authorizers that API Gateway may not call, by the permissions of the template.</summary>
internal static class MissingPermissions
{
    public static IEnumerable<Finding> Find(LintSubject subject)
    {
        var permission = new FunctionPermission(static function => function.ResourcePolicy, new Surroundings(subject.Stacks.Organization, ImmutableDictionary<string, string>.Empty));
        var functions = new FunctionDirectory(subject.Main);
        foreach (var api in subject.Main.AllApis.Select(api => DeployedApi.Of(subject.Main, api)))
        {
            foreach (var authorizer in api.Api.Routes.Select(static route => route.Authorizer).OfType<LambdaAuthorizer>().DistinctBy(static authorizer => authorizer.Name))
            {
                if (functions.WithLogicalId(authorizer.FunctionLogicalId) is { } function && Lacks(permission, api, function, api.SourceArnOf(authorizer)))
                {
                    yield return new Finding(
                        Rules.NoPermission, api.Api.LogicalId, api.Api.Line,
                        $"API Gateway may not call {function.LogicalId}, the function of authorizer {authorizer.Name} of {api.Api.LogicalId}: each call of its routes that says who calls gets 500.",
                        api is DeployedHttpApi
                            ? $"Write 'EnableFunctionDefaultPermissions: true' at the authorizer, or add an AWS::Lambda::Permission with the SourceArn {api.ApiArn}/authorizers/*."
                            : $"Remove DisableFunctionDefaultPermissions, or add an AWS::Lambda::Permission with the SourceArn {api.ApiArn}/authorizers/*.");
                }
            }

            foreach (var route in api.Api.Routes.Where(static route => route.Preflight is null))
            {
                var source = api.SourceArnOf(route, route.Method == "ANY" ? "GET" : route.Method);
                if (functions.WithLogicalId(route.FunctionLogicalId) is { } function && Lacks(permission, api, function, source))
                {
                    yield return new Finding(
                        Rules.NoPermission, api.Api.LogicalId, route.Line, $"API Gateway may not call {function.LogicalId} for {route.Method} {route.Path} of {api.Api.LogicalId}: each call gets 500.",
                        $"Add an AWS::Lambda::Permission for {function.LogicalId} with the Principal {DeployedApi.ServicePrincipal} and the SourceArn {source}.");
                }
            }
        }
    }

    private static bool Lacks(FunctionPermission permission, DeployedApi api, Function function, string source) => permission.Refusal(DeployedApi.ServicePrincipal, function, source, api.AccountId, DateTimeOffset.UnixEpoch) is not null;
}
