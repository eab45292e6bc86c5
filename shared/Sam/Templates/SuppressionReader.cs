using System.Collections.Immutable;
using Sam.Documents;
using Sam.Errors;

namespace Sam.Templates;

/// <summary>Reads which findings a template accepts. Other tools' metadata is theirs.</summary>
internal static class SuppressionReader
{
    public static ImmutableArray<Suppression> Read(TemplateSections sections, string file, ErrorList errors) =>
    [
        .. Read(null, sections.Metadata, file, errors),
        .. sections.Resources.Entries.SelectMany(entry => Read(entry.Key, (entry.Value as MapNode)?["Metadata"] as MapNode, file, errors)),
    ];

    private static IEnumerable<Suppression> Read(string? logicalId, MapNode? metadata, string file, ErrorList errors)
    {
        if (metadata?["LocalAws"] is not { } own)
        {
            yield break;
        }

        if (own is not MapNode known
            || known.Entries.Any(entry => entry.Key != "Suppress" && !(entry.Key == SampleReader.Key && logicalId is null)) || known["Suppress"] is not (null or ListNode))
        {
            errors.Add(
                own.Line, logicalId ?? "Metadata", "Metadata.LocalAws", "LocalAws knows 'Suppress' here, a list, and at the template's top 'Sample'.",
                "Write 'Suppress: [{ Rule: LA001, Reason: why }]'.");
            yield break;
        }

        if (known["Suppress"] is not ListNode list)
        {
            yield break;
        }

        foreach (var item in list.Items)
        {
            if (item is MapNode map && map["Rule"] is ScalarNode { Text.Length: > 0 } rule && map["Reason"] is ScalarNode { Text.Length: > 0 } reason)
            {
                yield return new Suppression(logicalId, rule.Text, reason.Text, new SourceLine(file, item.Line));
            }
            else
            {
                errors.Add(
                    item.Line, logicalId ?? "Metadata", "Metadata.LocalAws.Suppress", "An entry has a Rule and a Reason.",
                    "Write '{ Rule: LA001, Reason: why the finding is accepted }'.");
            }
        }
    }
}
