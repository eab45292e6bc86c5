using System.Collections.Immutable;

namespace Emulation.ServiceReference.Routes;

/// <summary>
/// The method and the path of an operation, such as <c>POST /2015-03-31/functions/{FunctionName}/invocations</c>. Smithy, "HTTP binding traits": a label is a whole
/// segment, <c>{Key+}</c> is one or more of them, and a query in the path must be in the request.
/// </summary>
internal sealed class ModelRoute
{
    private readonly ImmutableArray<RouteSegment> segments;
    private readonly ImmutableArray<KeyValuePair<string, string?>> query;
    private readonly int greedy;

    private ModelRoute(string text, string method, ImmutableArray<RouteSegment> segments, ImmutableArray<KeyValuePair<string, string?>> query)
    {
        (Text, Method, this.segments, this.query) = (text, method, segments, query);
        greedy = -1;
        for (var i = 0; i < segments.Length; i++)
        {
            greedy = segments[i].IsGreedy ? i : greedy;
        }
    }

    /// <summary>As the model has it.</summary>
    public string Text { get; }

    public string Method { get; }

    /// <summary>What the query must have: names, with the value where it must be one.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Query => query;

    /// <summary>How many segments a path has at least.</summary>
    public int Length => segments.Length;

    public bool IsGreedy => greedy >= 0;

    /// <param name="text">Method and path, with a blank between.</param>
    /// <param name="members">The operation's members, of which labels are some.</param>
    public static ModelRoute Parse(string text, ImmutableArray<ModelMember> members)
    {
        var (method, uri) = text.Split(' ', 2) is [var verb, var rest] ? (verb, rest) : throw new InvalidDataException(text);
        var (path, query) = uri.Split('?', 2) is [var before, var after] ? (before, after) : (uri, "");
        return new ModelRoute(
            text,
            method,
            [.. path.Split('/').Skip(1).Select(segment => SegmentOf(segment, members))],
            [.. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(QueryOf)]);
    }

    /// <summary>The labels of a request's path; null when the request is for something else.</summary>
    /// <param name="path">The segments as they were sent, after the first slash.</param>
    /// <param name="asked">The query, decoded.</param>
    public ImmutableArray<KeyValuePair<string, string>>? Match(string[] path, IReadOnlyList<KeyValuePair<string, string>> asked)
    {
        if (path.Length < segments.Length || (path.Length > segments.Length && !IsGreedy) || !HasQuery(asked))
        {
            return null;
        }

        var more = path.Length - segments.Length;
        var labels = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        for (var i = 0; i < segments.Length; i++)
        {
            var from = greedy >= 0 && i > greedy ? i + more : i;
            if (segments[i].Label is not { } label)
            {
                if (segments[i].Literal != path[from])
                {
                    return null;
                }
            }
            else if (PercentText.Decode(i == greedy ? string.Join('/', path, from, more + 1) : path[from]) is { Length: > 0 } value)
            {
                labels.Add(new(label, value));
            }
            else
            {
                return null;
            }
        }

        return labels.DrainToImmutable();
    }

    /// <summary>
    /// Which of two routes that both take a request is meant: at the first segment that differs, what is written out, then one segment, then many; last, more of a query.
    /// </summary>
    public int CompareTo(ModelRoute other)
    {
        for (var i = 0; i < Math.Min(segments.Length, other.segments.Length); i++)
        {
            var order = segments[i].Rank.CompareTo(other.segments[i].Rank);
            if (order != 0)
            {
                return order;
            }
        }

        return segments.Length != other.segments.Length ? other.segments.Length.CompareTo(segments.Length) : QueryRank(other).CompareTo(QueryRank(this));
    }

    /// <summary>Whether both take the same requests.</summary>
    public bool IsSameAs(ModelRoute other) =>
        Method == other.Method
        && segments.Select(static one => one.Form).SequenceEqual(other.segments.Select(static one => one.Form))
        && query.ToHashSet().SetEquals(other.query);

    public override string ToString() => Text;

    /// <summary>A value that must be so says more than a name.</summary>
    private static int QueryRank(ModelRoute route) => route.query.Sum(static one => one.Value is null ? 1 : 2);

    private bool HasQuery(IReadOnlyList<KeyValuePair<string, string>> asked)
    {
        foreach (var (name, value) in query)
        {
            if (!asked.Any(one => one.Key == name && (value is null || one.Value == value)))
            {
                return false;
            }
        }

        return true;
    }

    private static KeyValuePair<string, string?> QueryOf(string one) => one.Split('=', 2) is [var name, var value] ? new(name, value) : new(one, null);

    private static RouteSegment SegmentOf(string text, ImmutableArray<ModelMember> members)
    {
        if (text is not ['{', .. var inside, '}'])
        {
            return new RouteSegment(text, null, IsGreedy: false);
        }

        var wire = inside.TrimEnd('+');
        return new RouteSegment("", members.FirstOrDefault(member => member.Place == MemberPlace.Path && member.Wire == wire)?.Name ?? wire, IsGreedy: inside[^1] == '+');
    }

    /// <param name="Literal">The text; empty of a label.</param>
    /// <param name="Label">The member that stands there; null of text.</param>
    /// <param name="IsGreedy">Whether it is one segment or more.</param>
    private readonly record struct RouteSegment(string Literal, string? Label, bool IsGreedy)
    {
        public int Rank => Label is null ? 0 : IsGreedy ? 2 : 1;

        public string Form => Label is null ? Literal : IsGreedy ? "{+}" : "{}";
    }
}
