using Emulation.Wire;

namespace Emulation.Access;

/// <summary>The routes for programs: a list in the order of the templates.</summary>
internal static class RouteJson
{
    public static string Of(LoadedStacks stacks) => JsonText.List(
        stacks.All.SelectMany(static stack => stack.ListedRoutes.Select(one => (Stack: stack.Name, one.Api, one.Route))), static (json, one) =>
    {
        var (stack, api, route) = one;
        json.WriteString("api", api.LogicalId);
        json.WriteString("kind", api.Kind);
        json.WriteString("method", route.Method);
        json.WriteString("path", route.Path);
        // As a template names it: AWS_IAM and NONE are names too.
        json.WriteString("authorizer", AuthorizerAccess.NameOf(route.Authorizer) ?? AuthorizerAccess.TypeOf(route.Authorizer));
        json.WriteString("authorizerType", AuthorizerAccess.TypeOf(route.Authorizer));
        json.WriteString("function", route.FunctionLogicalId.Length == 0 ? null : route.FunctionLogicalId);
        json.WriteString("closed", route.Closed?.ToString());
        json.WriteString("stack", stack);
    });
}
