using System.Collections.Immutable;
using Sam.Errors;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Sam.Documents;

/// <summary>
/// Reads YAML (and so JSON) into nodes, from the parser's events: one pass, no reflection, a line for every value.
/// </summary>
internal sealed class DocumentReader
{
    /// <summary>Deeper than any template that CloudFormation takes, far from what a thread's stack can bear.</summary>
    private const int DeepestNesting = 64;

    /// <summary>Aliases of aliases grow exponentially when written out. CloudFormation's own limit is 1 MB of text.</summary>
    public const long MostValues = 500_000;

    private readonly Parser parser;
    private readonly ErrorList errors;
    private readonly Dictionary<AnchorName, Node> anchors = [];
    private readonly List<string> path = [];
    private int depth;

    private DocumentReader(string text, ErrorList errors)
    {
        parser = new Parser(new Scanner(new StringReader(text.TrimStart('\uFEFF'))));
        this.errors = errors;
    }

    /// <summary>The document's root, or null when it is no YAML or no map; errors have been reported then.</summary>
    public static MapNode? Read(string text, ErrorList errors) => Read(text, errors, static reader => reader.ReadRoot());

    /// <summary>The value of a document that is a part of a template; null when it is no YAML.</summary>
    public static Node? ReadFragment(string text, ErrorList errors) => Read(text, errors, static reader => reader.ReadDocument());

    private static T? Read<T>(string text, ErrorList errors, Func<DocumentReader, T?> read)
        where T : Node
    {
        var reader = new DocumentReader(text, errors);
        try
        {
            return read(reader);
        }
        catch (YamlException e) when (BlankLines.AreTooLong(e) && BlankLines.Shortened(text) is { } shorter)
        {
            return Read(shorter, errors, read);
        }
        catch (YamlException e)
        {
            // What is missing at the end of the text is placed on the line after it.
            var lastLine = text.AsSpan().TrimEnd().Count('\n') + 1;
            var (tab, line) = (TabIndentation.LineOf(e, text), Math.Clamp((int)e.Start.Line, 1, lastLine));
            if (tab is null && e is SyntaxErrorException or SemanticErrorException && TellOpenEnd(text, Math.Max(line, (int)e.End.Line), errors))
            {
                return null;
            }

            if (MissingColon.LineOf(e, text) is { } key)
            {
                errors.Add(key, "", "", "This is not valid YAML: the line is no 'Key: value', and no '- value' of a list.", "Write the colon or the dash, with a space behind it.");
                return null;
            }

            errors.Add(tab ?? line, "", "", $"This is not valid YAML: {FirstSentence(e.Message)}", "Correct the syntax at this line.");
            return null;
        }
        // YamlDotNet's scanner answers some malformed scalars and tags with these instead of a YamlException.
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            var line = reader.parser.Current is { } last ? (int)last.End.Line : 1;
            if (!TellOpenEnd(text, int.MaxValue, errors))
            {
                errors.Add(line, "", "", "This is not valid YAML.", "Correct the syntax at this line or the next.");
            }

            return null;
        }
    }

    /// <summary>Tells of a quote or a bracket that is not closed, where it opens; false where there is none above the line at which the parser gave up.</summary>
    private static bool TellOpenEnd(string text, int gaveUp, ErrorList errors)
    {
        if (OpenEnd.In(text) is not { } open || open.Line > gaveUp)
        {
            return false;
        }

        errors.Add(open.Line, "", "", $"This is not valid YAML: {open.Told}.", "Close it.");
        return true;
    }

    private MapNode? ReadRoot() => ReadDocument() switch
    {
        null => null,
        MapNode map => map,
        var root => Reject(root.Line, $"A template is a map of sections, but this is {root.Kind}.", "Start with 'Resources:'."),
    };

    private Node? ReadDocument()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            return Reject(1, "The template is empty.", "Declare at least one resource under 'Resources'.");
        }

        var root = ReadNode();
        parser.Consume<DocumentEnd>();
        if (parser.TryConsume<DocumentStart>(out var second))
        {
            return Reject(LineOf(second), "A template is one YAML document; here a second one starts.", "Remove the '---' and what follows it.");
        }

        if (root.Weight > MostValues)
        {
            return Reject(1, $"The template holds more than {MostValues} values when its aliases are written out.", "Remove aliases of aliases.");
        }

        return root;
    }

    private MapNode? Reject(int line, string message, string remedy)
    {
        errors.Add(line, "", "", message, remedy);
        return null;
    }

    private Node ReadNode()
    {
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            var anchored = anchors.GetValueOrDefault(alias.Value)
                ?? throw new YamlException(alias.Start, alias.End, $"no value is anchored as '&{alias.Value}' above.");
            CheckDepth(depth + anchored.Depth, alias);
            return anchored;
        }

        // Of some malformed documents the parser ends a map between a key and its value.
        if (!parser.Accept<NodeEvent>(out var start))
        {
            var found = parser.Current;
            throw new YamlException(found?.Start ?? Mark.Empty, found?.End ?? Mark.Empty, "a value is missing here.");
        }

        CheckDepth(++depth, start);
        Node node = start switch
        {
            Scalar => ReadScalar(),
            SequenceStart => ReadList(),
            _ => ReadMap(),
        };
        depth--;
        node = ApplyTag(start.Tag, node);
        if (!start.Anchor.IsEmpty)
        {
            anchors[start.Anchor] = node;
        }

        return node;
    }

    private static void CheckDepth(int depth, ParsingEvent at)
    {
        if (depth > DeepestNesting)
        {
            throw new YamlException(at.Start, at.End, $"values are nested more than {DeepestNesting} deep.");
        }
    }

    private ScalarNode ReadScalar()
    {
        var scalar = parser.Consume<Scalar>();
        return scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty
            ? PlainScalar.Read(scalar.Value, LineOf(scalar))
            : new ScalarNode(scalar.Value, ScalarKind.Text, LineOf(scalar));
    }

    private ListNode ReadList()
    {
        var line = LineOf(parser.Consume<SequenceStart>());
        var items = ImmutableArray.CreateBuilder<Node>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode());
        }

        return new ListNode(items.DrainToImmutable(), line);
    }

    private MapNode ReadMap()
    {
        var line = LineOf(parser.Consume<MappingStart>());
        var entries = ImmutableArray.CreateBuilder<MapEntry>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var merges = new List<MapNode>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var keyNode = ReadNode();
            path.Add((keyNode as ScalarNode)?.Text ?? "");
            var value = ReadNode();
            path.RemoveAt(path.Count - 1);
            if (keyNode is not ScalarNode scalarKey)
            {
                Report(keyNode.Line, $"A key must be text, but this is {keyNode.Kind}.", "Put the key in quotes.");
            }
            else if (KeyOf(scalarKey) is var key && key == "<<")
            {
                merges.AddRange(value is ListNode list ? list.Items.OfType<MapNode>() : [.. new[] { value }.OfType<MapNode>()]);
            }
            else if (seen.TryAdd(key, entries.Count))
            {
                entries.Add(new MapEntry(key, keyNode.Line, value));
            }
            else
            {
                // The SAM CLI and CloudFormation go by the last one.
                errors.Note(keyNode.Line, Where.Resource, $"the key '{key}' was already given on line {entries[seen[key]].KeyLine}; this one counts.");
                entries[seen[key]] = new MapEntry(key, keyNode.Line, value);
            }
        }

        foreach (var entry in merges.SelectMany(static map => map.Entries))
        {
            if (seen.TryAdd(entry.Key, -1))
            {
                entries.Add(entry);
            }
        }

        return new MapNode(entries.DrainToImmutable(), line);
    }

    private static string KeyOf(ScalarNode key) => key.IsNull ? "null" : key.Text;

    private Node ApplyTag(TagName tag, Node node)
    {
        if (tag.IsEmpty || tag.IsNonSpecific || tag.Value.StartsWith("tag:yaml.org,2002:", StringComparison.Ordinal))
        {
            return node;
        }

        if (ShortForms.Expand(tag.Value, node) is { } function)
        {
            if (tag.Value == "!Sub" && node is ScalarNode { Text: "" })
            {
                errors.Note(node.Line, Where.Resource, "'!Sub' without a text is an empty text.");
            }

            return function;
        }

        Report(
            node.Line, $"'{tag.Value}' is not a CloudFormation tag.",
            DidYouMean.Hint(tag.Value, ShortForms.Tags) ?? "Remove it, or quote the value when the exclamation mark belongs to it.");
        return new UnknownNode(node.Line);
    }

    // The path of keys that lead here is Resources, logical id, Properties, property; elsewhere section, name.
    private (string Resource, string Property) Where
    {
        get
        {
            var inResource = path is ["Resources", _, ..];
            var property = inResource ? path.Skip(2).SkipWhile(static key => key == "Properties") : path.Skip(1);
            return (path.ElementAtOrDefault(inResource ? 1 : 0) ?? "", string.Join('.', property));
        }
    }

    private void Report(int line, string message, string remedy) => errors.Add(line, Where.Resource, Where.Property, message, remedy);

    private static int LineOf(ParsingEvent at) => (int)at.Start.Line;

    // YamlDotNet words errors as "While scanning ..., found ...". One sentence, ending in one full stop.
    private static string FirstSentence(string message) => $"{char.ToLowerInvariant(message[0])}{message[1..].TrimEnd('.', ' ', '\n')}.";
}
