using System.Collections.Immutable;
using Sam.Documents;
using Sam.Naming;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>A permission that the transform writes: a service of AWS may call a function on behalf of one resource.</summary>
/// <param name="FunctionArn">The function.</param>
/// <param name="Service">The service, such as <c>apigateway.amazonaws.com</c>.</param>
/// <param name="SourceArn">What the service must act for.</param>
/// <param name="Line">The line that causes the permission.</param>
internal sealed record Grant(string FunctionArn, string Service, string SourceArn, int Line)
{
    private const string ApiGateway = "apigateway.amazonaws.com";

    /// <summary>The permissions for all events of the template, then those for the authorizers of its APIs.</summary>
    public static ImmutableArray<Grant> All(ImmutableArray<Resource> resources, FunctionEvents events) =>
    [
        .. events.Routes.Where(route => !IsCovered(route, events.Routes)).Select(Of),
        .. events.Triggers.GroupBy(static trigger => trigger.Function).Select(OfTriggers),
        .. resources.Where(static api => api.TypeName is "AWS::Serverless::Api" or "AWS::Serverless::HttpApi").SelectMany(OfAuthorizers),
    ];

    // aws-sam-translator, HttpApi._get_permission: a function that has the catch-all route needs no other permission.
    private static bool IsCovered(ApiEvent route, ImmutableArray<ApiEvent> routes) =>
        route.Path != RoutePath.CatchAll && routes.Any(other => other.Path == RoutePath.CatchAll && other.Api == route.Api && other.Function == route.Function);

    private static Grant Of(ApiEvent route) => new(
        FunctionArns.Of(route.Function), ApiGateway,
        route.Function.Physical.Arn("execute-api", $"{route.SourceApiId}/{route.InArn}"), route.Line);

    // aws-sam-translator, Cognito.to_cloudformation: all of a function's events share one permission resource, so that the last one by name stays.
    private static Grant OfTriggers(IEnumerable<TriggerEvent> ofFunction)
    {
        var sorted = ofFunction.OrderBy(static trigger => trigger.Name, StringComparer.Ordinal).ToList();
        var last = sorted[^1];
        foreach (var other in sorted.Where(other => other.Pool != last.Pool))
        {
            other.Values.Trap(
                TrapKind.OnePoolMayCall, other.Line,
                $"The transform writes one permission for all Cognito events of {other.Function.LogicalId}, the one for {last.Pool.LogicalId} of {last.Name}: "
                + $"{other.Pool.LogicalId} may not call the function.",
                $"Add an AWS::Lambda::Permission for {other.Pool.LogicalId}, or use a function for each pool.");
        }

        return new Grant(FunctionArns.Of(last.Function), "cognito-idp.amazonaws.com", last.Pool.Declaration.Type!.Attributes["Arn"](last.Pool.Physical), last.Line);
    }

    // A REST API's authorizer gets its permission unless the template says no, an HTTP API's only when it says yes.
    private static IEnumerable<Grant> OfAuthorizers(Resource api)
    {
        var authorizers = api.Values.Inner("Auth").Inner("Authorizers");
        foreach (var (name, line) in authorizers.Map.Entries.Where(static entry => entry.Value is MapNode).Select(static entry => (entry.Key, entry.KeyLine)))
        {
            var authorizer = authorizers.Inner(name);
            var granted = api.TypeName == "AWS::Serverless::Api"
                ? authorizer.Flag("DisableFunctionDefaultPermissions") != true
                : authorizer.Flag("EnableFunctionDefaultPermissions") == true;
            if (granted && authorizer.Text("FunctionArn") is { } function)
            {
                yield return new Grant(function, ApiGateway, api.Physical.Arn("execute-api", $"{DerivedId.Api(api.Physical.Stack, api.LogicalId)}/authorizers/*"), line);
            }
        }
    }
}
