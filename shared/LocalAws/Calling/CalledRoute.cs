using Emulation.Console;
using Sam.Errors;

namespace Tool.Calling;

/// <summary>Compares paths with those of routes, to tell what was meant. Whether a request passes is the gateway's to say.</summary>
internal static class CalledRoute
{
    private const string Default = "$default";

    /// <summary>Whether an API has a route for a path, without its query.</summary>
    public static bool Has(StackPage.ApiEntry api, string method, string path) =>
        api.Routes.Any(route => Takes(route, method) && Matches(route.Path, path));

    /// <summary>Whether an API has one that is for that path, and not for whatever comes.</summary>
    public static bool HasOwn(StackPage.ApiEntry api, string method, string path) =>
        api.Routes.Any(route => route.Path != Default && Takes(route, method) && Matches(route.Path, path));

    /// <summary>What may have been meant where no route takes the call; null where one does, or nothing is near.</summary>
    public static string? Hint(StackPage.ApiEntry api, string method, string path)
    {
        if (Has(api, method, path))
        {
            return null;
        }

        var others = api.Routes.Where(route => Matches(route.Path, path)).Select(static route => route.Method).Distinct().ToList();
        return others.Count > 0 ? $"{path} takes {string.Join(", ", others)}."
            : DidYouMean.Closest(path, api.Routes.Where(route => Takes(route, method)).Select(route => Filled(route.Path, path))) is { } close
                ? $"Did you mean '{method} {close}'?"
                : null;
    }

    /// <summary>A route's path up to its first parameter: what can be typed ahead.</summary>
    public static string Beginning(string path) => path.IndexOf('{', StringComparison.Ordinal) is >= 0 and var brace ? path[..brace] : path;

    private static bool Takes(StackPage.RouteEntry route, string method) => route.Method == "ANY" || route.Method == method;

    private static bool Matches(string template, string path)
    {
        if (template == Default)
        {
            return true;
        }

        var (wanted, given) = (Segments(template), Segments(path));
        for (var i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] is ['{', .., '+', '}'])
            {
                return given.Length > i;
            }

            if (i >= given.Length || (wanted[i] is not ['{', .., '}'] && wanted[i] != given[i]))
            {
                return false;
            }
        }

        return wanted.Length == given.Length;
    }

    /// <summary>A route's path with what a call has in place of its parameters, as far as both go.</summary>
    private static string Filled(string template, string path)
    {
        var given = Segments(path);
        return $"/{string.Join('/', Segments(template).Select((segment, index) => segment is ['{', .., '}'] && index < given.Length ? given[index] : segment))}";
    }

    private static string[] Segments(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
