using System.CommandLine.Completions;
using Emulation;
using Emulation.Principals;
using Sam;
using Tool.Calling;

namespace Tool.Completion;

/// <summary>What of the templates can be typed at a place of the command line. While they cannot be read, nothing is offered.</summary>
internal static class TemplateValues
{
    /// <summary>The methods of a call, which come before anything else.</summary>
    public static IEnumerable<string> Methods(CompletionContext context) =>
        Suggestions.ArgumentsBefore(context).Count == 0 ? ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] : [];

    /// <summary>Roles and users, and whoever is always there.</summary>
    public static IEnumerable<string> Callers(TypedStacks typed, CompletionContext context) => Of(typed, context, static stacks =>
        new PrincipalNames(stacks).All.Select(static one => one.Name).Append(Calling.Callers.Administrator).Append(Calling.Callers.Nobody));

    /// <summary>Roles.</summary>
    public static IEnumerable<string> Roles(TypedStacks typed, CompletionContext context) => Of(typed, context, static stacks =>
        new PrincipalNames(stacks).All.Where(static one => one.Arn.Contains(":role/", StringComparison.Ordinal)).Select(static one => one.Name));

    /// <summary>Functions by logical id.</summary>
    public static IEnumerable<string> Functions(TypedStacks typed, CompletionContext context) =>
        Of(typed, context, static stacks => FunctionNames.Declared(stacks).All.Select(static one => one.Name));

    /// <summary>APIs by logical id.</summary>
    public static IEnumerable<string> Apis(TypedStacks typed, CompletionContext context) =>
        Of(typed, context, static stacks => Declared(stacks).All.Select(static one => one.Name));

    /// <summary>APIs with the paths of their routes, each up to its first parameter.</summary>
    public static IEnumerable<string> Targets(TypedStacks typed, CompletionContext context, string method) => Of(typed, context, stacks =>
        from api in Declared(stacks).All
        from stage in api.Stack.AllApis
        where stage.LogicalId == api.LogicalId
        from route in stage.Routes
        where Takes(route, method)
        select $"{api.Name}{CalledRoute.Beginning(route.Path.StartsWith('/') ? route.Path : "/")}");

    /// <summary>Paths of routes, each up to its first parameter.</summary>
    public static IEnumerable<string> Paths(TypedStacks typed, CompletionContext context, string method) => Of(typed, context, stacks =>
        from one in stacks.All
        from api in one.AllApis
        from route in api.Routes
        where Takes(route, method) && route.Path.StartsWith('/')
        select CalledRoute.Beginning(route.Path));

    private static bool Takes(Route route, string method) =>
        route.Method == "ANY" || route.Method.Equals(method, StringComparison.OrdinalIgnoreCase);

    private static DeclaredNames<Api> Declared(LoadedStacks stacks) => new(stacks, "API", static one => one.AllApis, static api => api.LogicalId);

    private static IEnumerable<string> Of(TypedStacks typed, CompletionContext context, Func<LoadedStacks, IEnumerable<string>> values)
    {
        try
        {
            return [.. values(typed.Load(context)).Distinct(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is UsageException or TemplateException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // An option is half typed, or the template half written: whoever completes asks no more.
            return [];
        }
    }
}
