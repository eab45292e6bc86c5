using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sam.Tests.Transform;

/// <summary>One thing that the transform and LocalAws do not have alike.</summary>
/// <param name="Path">Where in the normal form.</param>
/// <param name="Transform">What the transform has; null for nothing.</param>
/// <param name="LocalAws">What LocalAws has; null for nothing.</param>
internal sealed record Difference(string Path, string? Transform, string? LocalAws)
{
    public override string ToString() => $"{Path}\n    transform: {Transform ?? "(nothing)"}\n    localaws:  {LocalAws ?? "(nothing)"}";
}

/// <summary>Compares two normal forms: lists are sets, and a closed element is compared by what it says in spite of that.</summary>
internal sealed class Comparison
{
    /// <summary>Stands in the transform's texts for what is not known before a deployment.</summary>
    private const char Unknown = '\u2047';

    private const string Within = " > ";

    private static readonly string Anything = Unknown.ToString();

    private readonly List<Difference> differences = [];
    private readonly List<string> closed = [];
    private readonly ILookup<string, Closure> closures;

    private Comparison(IEnumerable<Closure> closures) => this.closures = closures.ToLookup(static closure => closure.Resource, StringComparer.Ordinal);

    public IReadOnlyList<Difference> Differences => differences;

    /// <summary>What LocalAws keeps closed, each with the reason.</summary>
    public IReadOnlyList<string> Closed => closed;

    /// <summary>Compares what the transform has with what LocalAws has; what LocalAws leaves out because of a closure is closed, and not missing.</summary>
    public static Comparison Of(JsonObject transform, JsonObject localAws, params IEnumerable<Closure> closures)
    {
        var comparison = new Comparison(closures);
        comparison.Compare("", transform, localAws);
        return comparison;
    }

    /// <summary>All differences, for a failing test.</summary>
    public override string ToString() => new StringBuilder().AppendJoin('\n', differences).ToString();

    private void Compare(string path, JsonNode? theirs, JsonNode? ours, bool isClosed = false)
    {
        if (theirs is JsonObject their && ours is JsonObject our)
        {
            Maps(path, their, our, isClosed);
        }
        else if (theirs is JsonArray list && ours is JsonArray other)
        {
            var (left, right) = Unmatched(list, other);
            if (left is [JsonObject one] && right is [JsonObject two])
            {
                Compare(path + "[]", one, two);
                return;
            }

            differences.AddRange(left.Select(item => new Difference(path + "[]", Text(item), null)));
            differences.AddRange(right.Select(item => new Difference(path + "[]", null, Text(item))));
        }
        else if (!Same(theirs, ours))
        {
            differences.Add(new Difference(path, Text(theirs), Text(ours)));
        }
    }

    // What is inside of something closed may be missing, and may be there as closed.
    private void Maps(string path, JsonObject theirs, JsonObject ours, bool isClosed)
    {
        if (ours["closed"] is { } reason)
        {
            isClosed = true;
            closed.Add($"{path}: {reason}");
        }

        var left = ours.Where(static entry => entry.Key != "closed").ToDictionary(static entry => entry.Key, static entry => entry.Value, StringComparer.Ordinal);
        foreach (var (key, value) in theirs)
        {
            var name = left.ContainsKey(key) ? key : left.Keys.FirstOrDefault(name => Matches(key, name));
            if (name is not null)
            {
                Compare($"{path}{Within}{key}", value, left[name], isClosed);
                left.Remove(name);
            }
            else if (!isClosed && !IsEmpty(value) && ClosureOf($"{path}{Within}{key}") is { } closure)
            {
                closed.Add($"{path}{Within}{key}: {closure.Resource}.{closure.Property}: {closure.Message}");
            }
            else if (!isClosed && !IsEmpty(value))
            {
                differences.Add(new Difference($"{path}{Within}{key}", Text(value), null));
            }
        }

        differences.AddRange(left.Where(entry => !IsEmpty(entry.Value) && !(isClosed && entry.Value is JsonObject item && item["closed"] is not null)).Select(entry => new Difference($"{path}{Within}{entry.Key}", null, Text(entry.Value))));
    }

    // A resource, or one that the transform generates for it, such as a function's role.
    private Closure? ClosureOf(string path)
    {
        var logicalId = path.Split(Within) is [_, _, var name] ? name : "";
        return closures[logicalId].FirstOrDefault() ?? closures.FirstOrDefault(group => group.Key.Length > 0 && logicalId.StartsWith(group.Key, StringComparison.Ordinal))?.FirstOrDefault();
    }

    private static (List<JsonNode?> Theirs, List<JsonNode?> Ours) Unmatched(JsonArray theirs, JsonArray ours)
    {
        var right = ours.ToList();
        var left = new List<JsonNode?>();
        foreach (var item in theirs)
        {
            var match = right.FindIndex(other => Same(item, other));
            if (match < 0)
            {
                left.Add(item);
            }
            else
            {
                right.RemoveAt(match);
            }
        }

        return (left, right);
    }

    private static bool Same(JsonNode? theirs, JsonNode? ours) => (theirs, ours) switch
    {
        (JsonValue left, _) when Scalar(left) == Anything => true,
        _ when IsEmpty(theirs) => IsEmpty(ours),
        (JsonObject left, JsonObject right) => Of(left, right).differences.Count == 0,
        (JsonArray left, JsonArray right) => Unmatched(left, right) is ({ Count: 0 }, { Count: 0 }),
        // A list of one and the one itself mean the same, in policies and elsewhere.
        (JsonArray { Count: 1 } list, not JsonArray) => Same(list[0], ours),
        (not JsonArray, JsonArray { Count: 1 } list) => Same(theirs, list[0]),
        (JsonValue left, JsonValue right) => Matches(Scalar(left), Scalar(right)),
        _ => false,
    };

    private static bool Matches(string theirs, string ours) =>
        theirs == ours
        || (theirs.Contains(Unknown, StringComparison.Ordinal)
            && Regex.IsMatch(ours, $"^{string.Join(".*", theirs.Split(Unknown).Select(Regex.Escape))}$", RegexOptions.Singleline | RegexOptions.NonBacktracking));

    // Of a thing that is unknown as a whole it is unknown too whether it is there.
    private static bool IsEmpty(JsonNode? node) => node is null or JsonArray { Count: 0 } or JsonObject { Count: 0 } || (node is JsonValue value && Scalar(value) == Anything);

    private static string Scalar(JsonValue value) => value.ToString();

    private static string? Text(JsonNode? node) => node?.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
