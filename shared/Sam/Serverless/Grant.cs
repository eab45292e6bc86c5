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
        .. events.Routes.Where((route, index) => !IsCovered(route, events.Routes.Take(index))).Select(Of),
        .. events.Triggers.Select(Of),
        .. resources.Where(static api => api.TypeName is "AWS::Serverless::Api" or "AWS::Serverless::HttpApi").SelectMany(OfAuthorizers),
    ];

    // aws-sam-translator, HttpApi._get_permission: a function that has the catch-all route by then needs no other permission.
    private static bool IsCovered(ApiEvent route, IEnumerable<ApiEvent> earlier) =>
        route.Path != RoutePath.CatchAll && earlier.Any(other => other.Path == RoutePath.CatchAll && other.Api == route.Api && other.Function == route.Function);

    private static Grant Of(ApiEvent route) => new(
        FunctionArns.Of(route.Function), ApiGateway,
        route.Function.Physical.Arn("execute-api", $"{DerivedId.Api(route.Function.Physical.Stack, route.Api)}/{route.InArn}"), route.Line);

    private static Grant Of(TriggerEvent trigger) => new(
        FunctionArns.Of(trigger.Function), "cognito-idp.amazonaws.com", trigger.Pool.Declaration.Type!.Attributes["Arn"](trigger.Pool.Physical), trigger.Line);

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
