using System.Text.Json;
using Emulation.Wire;
using Sam;

namespace Emulation.Access;

/// <summary>The routes for programs: a list in the order of the templates.</summary>
internal static class RouteJson
{
    public static string Of(LoadedStacks stacks) => JsonText.List(RoutesOf(stacks), WriteMembers);

    /// <summary>Writes the list as a member of an object.</summary>
    public static void Write(Utf8JsonWriter json, string name, LoadedStacks stacks) => json.WriteObjects(name, RoutesOf(stacks), WriteMembers);

    private static IEnumerable<(string Stack, Api Api, Route Route)> RoutesOf(LoadedStacks stacks) =>
        stacks.All.SelectMany(static stack => stack.ListedRoutes.Select(one => (stack.Name, one.Api, one.Route)));

    private static void WriteMembers(Utf8JsonWriter json, (string Stack, Api Api, Route Route) one)
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
    }
}
