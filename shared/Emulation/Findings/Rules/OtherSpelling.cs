using Emulation.Gateway.Routing;
using Sam;

namespace Emulation.Findings.Rules;

/// <remarks>
/// A guarded route beside an open one of the same function that takes whatever no other route takes: its path in another case, or with a slash at the end, is no
/// route of the gateway's, and still one of the function's.
/// </remarks>
internal sealed class OtherSpelling() : Rule(
    "LA106", "spelling that falls past a guarded route", Severity.Error,
    "API Gateway compares paths exactly; most frameworks pass over case and a slash at the end: GET /ADMIN goes to the open route, and the function runs /admin.")
{
    public override IEnumerable<Finding> Find(LintSubject subject) =>
        from api in subject.Main.AllApis.DistinctBy(static api => api.ApiId)
        from open in api.Routes
        where open.IsOpen && (open.IsGreedy || IsDefault(open))
        let prefix = IsDefault(open) ? "/" : open.Path[..(open.Path.LastIndexOf('/') + 1)]
        let passed = api.Routes.Where(route => route.IsGuarded && route.FunctionLogicalId == open.FunctionLogicalId && IsBelow(route, prefix) && Meet(route, open)).ToList()
        where passed.Count > 0
        let first = passed[0]
        select new Finding(
            this, api.LogicalId, open.Line,
            $"{string.Join(", ", passed.Select(NameOf).Distinct())} {(first.IsSigned ? "asks for a signature" : "has an authorizer")}, "
                + $"but {Shouted(first.Path)} or {first.Path.TrimEnd('/')}/ is another path to API Gateway: it reaches {NameOf(open)}, which is open, "
                + $"and a framework that compares paths without case runs {first.Path}.",
            $"Give {open.Path} an authorizer or a function of its own, or let the function refuse what is not spelt as its routes are.");

    private static bool IsDefault(Route route) => route.Path == RouteTable.Default;

    private static bool IsBelow(Route route, string prefix) => route.Path.Length > prefix.Length && route.Path.StartsWith(prefix, StringComparison.Ordinal);

    private static bool Meet(Route one, Route other) => one.Method == other.Method || one.Method == "ANY" || other.Method == "ANY";

    private static string NameOf(Route route) => IsDefault(route) ? route.Path : $"{route.Method} {route.Path}";

    /// <summary>The literals of a path in capitals.</summary>
    private static string Shouted(string path) => string.Join('/', path.Split('/').Select(static segment => segment.StartsWith('{') ? segment : segment.ToUpperInvariant()));
}
