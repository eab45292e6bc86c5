using System.Text.RegularExpressions;

namespace Emulation.ApiGatewayV2;

/// <summary>
/// What selects a route of an HTTP API: <c>GET /orders/{orderId}</c>, <c>ANY /files/{proxy+}</c> or <c>$default</c>.
/// API Gateway Developer Guide, "Create routes for HTTP APIs in API Gateway".
/// </summary>
/// <param name="Method">In upper case, or <c>ANY</c>, of the default route too.</param>
/// <param name="Path">The resource path, or <c>$default</c>.</param>
internal readonly partial record struct RouteKey(string Method, string Path)
{
    private const string DefaultPath = "$default";

    public static RouteKey Default { get; } = new("ANY", DefaultPath);

    public static bool TryParse(string text, out RouteKey key)
    {
        if (text == DefaultPath)
        {
            key = Default;
            return true;
        }

        var match = Format().Match(text);
        key = match.Success ? new RouteKey(match.Groups["method"].Value, match.Groups["path"].Value) : default;
        return match.Success;
    }

    /// <summary>Whether both have a variable at the same place under another name, which API Gateway does not take.</summary>
    public bool ConflictsWith(RouteKey other)
    {
        foreach (var (mine, theirs) in Path.Split('/').Zip(other.Path.Split('/')))
        {
            if (mine == theirs)
            {
                continue;
            }

            return mine.StartsWith('{') && theirs.StartsWith('{') && mine.EndsWith("+}", StringComparison.Ordinal) == theirs.EndsWith("+}", StringComparison.Ordinal);
        }

        return false;
    }

    public override string ToString() => Path == DefaultPath ? DefaultPath : $"{Method} {Path}";

    // Segments are literal or one variable; only the last may be greedy.
    [GeneratedRegex(
        @"\A(?<method>ANY|GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (?<path>/|(/(\{[A-Za-z0-9_.-]+\}|[A-Za-z0-9._~!$&'()*,;=:@%+-]+))*(/\{[A-Za-z0-9_.-]+\+\}|/)?)\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Format();
}
