using System.Text.RegularExpressions;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>The resource paths that API Gateway takes: <c>/orders/{orderId}</c>, <c>/files/{proxy+}</c>.</summary>
internal static partial class RoutePath
{
    /// <summary>The route of an HTTP API that takes what no other one does.</summary>
    public const string CatchAll = "$default";

    /// <summary>True for a path that API Gateway takes; any other one is reported.</summary>
    public static bool IsValid(Values values, string path, string property = "Path")
    {
        var problem = Problem(path);
        if (problem is not null)
        {
            values.Report(property, $"'{path}' is not a resource path: {problem}", "Write a path such as /orders/{orderId}.");
        }

        return problem is null;
    }

    /// <summary>The path in an ARN: variables are wildcards, a slash at the end is dropped, and the catch-all route has none, as the transform does.</summary>
    public static string InArn(string path) => path == CatchAll ? "" : Variable().Replace(path.Length > 1 ? path.TrimEnd('/') : path, "*");

    /// <summary>What is wrong with a path; null for one that API Gateway takes.</summary>
    public static string? Problem(string path)
    {
        if (path is not ['/', ..])
        {
            return "it does not start with a slash.";
        }

        var segments = path[1..].Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            var last = i == segments.Length - 1;
            if (segments[i].Length == 0 && !last)
            {
                return "a segment is empty.";
            }

            if (segments[i].EndsWith("+}", StringComparison.Ordinal) && !last)
            {
                return "a greedy variable must be the last segment.";
            }

            if (!Segment().IsMatch(segments[i]))
            {
                return $"the segment '{segments[i]}' is neither text nor one variable in braces.";
            }
        }

        return null;
    }

    [GeneratedRegex(@"^(\{[A-Za-z0-9._-]+\+?\}|[^{}?#\s]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Segment();

    [GeneratedRegex(@"\{[A-Za-z0-9._-]+\+?\}", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
