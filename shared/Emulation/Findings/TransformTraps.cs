using Emulation.Access;
using Iam;
using Sam;

namespace Emulation.Findings;

/// <summary>LA011, LA101 to LA106: what the SAM transform and API Gateway make of a template, against what it seems to say.</summary>
internal static class TransformTraps
{
    public static IEnumerable<Finding> Find(LintSubject subject) =>
    [
        .. subject.Main.Traps.Where(trap => IsTrue(subject, trap)).Select(trap => new Finding(RuleOf(trap), trap.Resource, trap.At, trap.Message, trap.Remedy)),
        .. FallingThrough(subject),
        .. OtherSpellings(subject),
        .. subject.Trust.Where(p => IsLong(p, PolicyQuota.Trust)).Select(p => TooLong(p, PolicyQuota.Trust)),
        .. subject.Resource.Where(p => IsLong(p, PolicyQuota.Api)).Select(p => TooLong(p, PolicyQuota.Api)),
    ];

    private static Rule RuleOf(TemplateTrap trap) => trap.Name switch
    {
        "integration-as-caller" => Rules.IntegrationAsCaller,
        "iam-on-preflight" => Rules.SignedPreflight,
        "address-allow-list" => Rules.AddressAllowList,
        "parameter-becomes-star" => Rules.ParameterBecomesStar,
        "literal-id" => Rules.LiteralId,
        _ => throw new InvalidOperationException($"There is no rule for the trap {trap.Name}."),
    };

    /// <summary>An address list opens nothing where another statement closes it again.</summary>
    private static bool IsTrue(LintSubject subject, TemplateTrap trap) => trap.Name != "address-allow-list"
        || (from policy in subject.Resource
            from route in subject.Matrix.Routes
            where policy.Resource == trap.Resource && route.Api.LogicalId == policy.Resource
            select subject.Strangers.AdmittedBy(policy.Policy, route)).Any(static admitted => admitted is not null);

    /// <summary>A guarded route whose path an open greedy route takes with another verb.</summary>
    private static IEnumerable<Finding> FallingThrough(LintSubject subject) =>
        from api in subject.Main.Apis
        from open in api.Routes
        where open.Authorizer is NoAuthorizer && open.Preflight is null && open.Path.EndsWith("+}", StringComparison.Ordinal)
        where subject.Matrix.Cells.Any(c => c.Route.Route == open && c.Principal.Kind == PrincipalKind.Anonymous && c.Verdict != SymbolicVerdict.Deny)
        let prefix = open.Path[..(open.Path.LastIndexOf('/') + 1)]
        from guarded in api.Routes.Where(r => r.Authorizer is not NoAuthorizer && r.Path.StartsWith(prefix, StringComparison.Ordinal) && r.Path != open.Path).GroupBy(r => r.Path)
        where !guarded.Any(r => r.Method == "ANY")
        let free = open.Method == "ANY" || !api.Routes.Any(r => r.Path == guarded.Key && r.Method == open.Method)
        where free
        let first = guarded.First()
        select new Finding(
            Rules.VerbFallsThrough,
            api.LogicalId,
            first.Line,
            $"{string.Join(", ", guarded.Select(r => r.Method))} {guarded.Key} asks for {(first.Authorizer is IamAuthorizer ? "a signature" : "an authorizer")}, but {(open.Method == "ANY" ? "any other verb" : open.Method)} on {guarded.Key} reaches {open.Path} (line {open.Line.Line}), which is open.",
            $"Give {open.Path} an authorizer, or declare ANY {guarded.Key} with one.");

    /// <summary>
    /// A guarded route beside an open one of the same function that takes whatever no other route takes: its path in another case, or with a slash at the end, is no
    /// route of the gateway's, and still one of the function's.
    /// </summary>
    private static IEnumerable<Finding> OtherSpellings(LintSubject subject) =>
        from api in subject.Main.AllApis
        from open in api.Routes
        where open.Authorizer is NoAuthorizer && open.Preflight is null && (open.Path == Gateway.Routing.RouteTable.Default || open.Path.EndsWith("+}", StringComparison.Ordinal))
        let prefix = open.Path == Gateway.Routing.RouteTable.Default ? "/" : open.Path[..(open.Path.LastIndexOf('/') + 1)]
        from guarded in api.Routes
        where guarded.Authorizer is not NoAuthorizer && guarded.FunctionLogicalId == open.FunctionLogicalId && guarded.Path.Length > prefix.Length && guarded.Path.StartsWith(prefix, StringComparison.Ordinal)
        where guarded.Method == open.Method || guarded.Method == "ANY" || open.Method == "ANY"
        group guarded by (Api: api, Open: open) into passed
        let first = passed.First()
        select new Finding(
            Rules.OtherSpelling,
            passed.Key.Api.LogicalId,
            passed.Key.Open.Line,
            $"{string.Join(", ", passed.Select(r => r.Path == Gateway.Routing.RouteTable.Default ? r.Path : $"{r.Method} {r.Path}").Distinct())} {(first.Authorizer is IamAuthorizer ? "asks for a signature" : "has an authorizer")}, but {Shouted(first.Path)} or {first.Path.TrimEnd('/')}/ is another path to API Gateway: it reaches {(passed.Key.Open.Path == Gateway.Routing.RouteTable.Default ? passed.Key.Open.Path : $"{passed.Key.Open.Method} {passed.Key.Open.Path}")}, which is open, and a framework that compares paths without case runs {first.Path}.",
            $"Give {passed.Key.Open.Path} an authorizer or a function of its own, or let the function refuse what is not spelt as its routes are.");

    /// <summary>The literals of a path in capitals.</summary>
    private static string Shouted(string path) => string.Join('/', path.Split('/').Select(static segment => segment.StartsWith('{') ? segment : segment.ToUpperInvariant()));

    private static bool IsLong(OwnedPolicy policy, PolicyQuota quota) => quota.SizeOf(policy.Policy.Json) > quota.Characters;

    private static Finding TooLong(OwnedPolicy policy, PolicyQuota quota) => new(
        Rules.DefaultQuota, policy.Resource, policy.Line, $"{policy.Policy.Origin.Name} has {quota.SizeOf(policy.Policy.Json)} characters; {quota.Message}.", "Shorten it, or ask AWS for a higher quota.");
}
