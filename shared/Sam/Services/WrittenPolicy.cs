using System.Collections.Immutable;
using Iam;
using Sam.Documents;
using Sam.Policies;
using Sam.Resources;

namespace Sam.Services;

/// <summary>A policy as a template writes it on one resource.</summary>
/// <param name="Source">The resource of the template that writes it.</param>
/// <param name="Property">The property that holds the document.</param>
/// <param name="Document">The document, evaluated.</param>
/// <param name="Service">The service of the resource that it is on, as in ARNs.</param>
/// <param name="Target">The ARN of that resource, which may have wildcards; null when it cannot be told.</param>
internal sealed record WrittenPolicy(Resource Source, string Property, Node Document, string Service, string? Target)
{
    /// <summary>Whether AWS keeps it beside others of the same resource; of all other kinds a resource has the one that was written last.</summary>
    public bool StandsBesideOthers { get; init; }

    /// <summary>The document compiled by itself; null after an error, which has been reported.</summary>
    public Policy? Policy { get; init; }

    /// <summary>How explanations call it.</summary>
    public string Name => $"{Source.LogicalId}.{Property}";

    /// <summary>Whether it is surely there, on what it is on, and as it says: false where something that is closed bears on that.</summary>
    public bool IsCertain { get; init; } = true;

    /// <summary>Whether it is on a resource, or may be.</summary>
    public bool MayBeOn(string arn) => Target is null || Target == arn || (Target.EndsWith('*') && arn.StartsWith(Target[..^1], StringComparison.Ordinal));

    /// <summary>The statements.</summary>
    public ImmutableArray<Node> Statements => PolicyDocument.Read(Document) switch
    {
        MapNode map => map["Statement"] switch { ListNode list => list.Items, { } single => [single], null => [] },
        UnknownNode unknown => [unknown],
        _ => [],
    };

    /// <summary>The texts of an element in all statements.</summary>
    public IEnumerable<ScalarNode> TextsOf(string element) => Statements.OfType<MapNode>().SelectMany(statement => Texts(statement[element]));

    /// <summary>The texts by which it names what it is on, in whichever of the properties it has.</summary>
    public IEnumerable<ScalarNode> TargetTexts(params IEnumerable<string> properties) => properties.SelectMany(property => Texts(Source.Values[property]));

    /// <summary>The texts of a list, or the only one.</summary>
    public static IEnumerable<ScalarNode> Texts(Node? node) => (node switch { ListNode list => list.Items, { } single => [single], null => [] }).OfType<ScalarNode>();

    /// <summary>Those that may refuse: what only may be there allows nothing.</summary>
    public IEnumerable<Node> Denials => Statements.Where(static statement => statement is not MapNode map || map["Effect"] is not ScalarNode { Text: "Allow" });
}
