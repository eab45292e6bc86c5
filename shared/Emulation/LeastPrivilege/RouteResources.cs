using Emulation.Explain;
using Emulation.Gateway.Routing;
using Sam;

namespace Emulation.LeastPrivilege;

/// <summary>What varies in the ARNs of calls to APIs: the parameters of the template's routes.</summary>
internal sealed class RouteResources(LoadedStacks stacks)
{
    private readonly Dictionary<string, RouteTable> tables = stacks.All.SelectMany(static stack => stack.AllApis)
        .Where(static api => api is not (WebSocketApi or FunctionUrlApi))
        .GroupBy(static api => $"{api.ApiId}/{api.StageName}", StringComparer.Ordinal)
        .ToDictionary(static stage => stage.Key, static stage => new RouteTable(stage.First().Routes), StringComparer.Ordinal);

    /// <summary>Whether an ARN is of a call to an API.</summary>
    public static bool IsCall(string arn) => arn.StartsWith("arn:", StringComparison.Ordinal) && arn.Split(':', 4) is [_, _, "execute-api", ..];

    /// <summary>The ARN with a star for each parameter of the route that takes it; null when none does.</summary>
    public string? PatternOf(string arn)
    {
        // arn:aws:execute-api:region:account:api/stage/METHOD/path
        if (!IsCall(arn) || arn.Split('/', 4) is not [var api, var stage, var method, ..] parts
            || !tables.TryGetValue($"{api[(api.LastIndexOf(':') + 1)..]}/{stage}", out var table))
        {
            return null;
        }

        var path = $"/{(parts.Length > 3 ? parts[3] : "")}";
        if (!table.TryMatch(method, path, out var match))
        {
            return null;
        }

        var route = match.Route.Path == RouteTable.Default ? "/*"
            : string.Join('/', match.Route.Path.Split('/').Select(static segment => segment is ['{', .., '}'] ? "*" : ReferringText.Exactly(segment)));
        var pattern = $"{api}/{ReferringText.Exactly(stage)}/{method}{route}";
        return new ResourcePattern(pattern).Matches(arn, new Iam.ConditionContext()) ? pattern : null;
    }
}
