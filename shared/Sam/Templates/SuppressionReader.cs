using System.Collections.Immutable;
using Sam.Documents;
using Sam.Errors;

namespace Sam.Templates;

/// <summary>Reads which findings a template accepts. Other tools' metadata is theirs.</summary>
internal static class SuppressionReader
{
    public static ImmutableArray<Suppression> Read(TemplateSections sections, string file, ErrorList errors) =>
    [
        .. Read(null, sections.Metadata, [SampleReader.Key], file, errors),
        .. sections.Resources.Entries.SelectMany(entry => Read(
            entry.Key, (entry.Value as MapNode)?["Metadata"] as MapNode, StandInReader.IsKnownOf(entry.Value as MapNode) ? [StandInReader.Key] : [], file, errors)),
    ];

    /// <param name="logicalId">The resource; null for the template itself.</param>
    /// <param name="metadata">What it has under <c>Metadata</c>.</param>
    /// <param name="others">The keys that another reader takes.</param>
    /// <param name="file">The template.</param>
    /// <param name="errors">Takes what is wrong.</param>
    private static IEnumerable<Suppression> Read(string? logicalId, MapNode? metadata, string[] others, string file, ErrorList errors)
    {
        if (metadata?["LocalAws"] is not { } own)
        {
            yield break;
        }

        if (own is not MapNode known || known.Entries.Any(entry => entry.Key != "Suppress" && !others.Contains(entry.Key)) || known["Suppress"] is not (null or ListNode))
        {
            errors.Add(
                own.Line, logicalId ?? "Metadata", "Metadata.LocalAws",
                "LocalAws knows 'Suppress' here, a list, at the template's top 'Sample', and of a user pool's identity provider 'StandIn'.",
                "Write 'Suppress: [{ Rule: LA001, Reason: why }]'.");
            yield break;
        }

        if (logicalId is not null)
        {
            StandInReader.Check(logicalId, metadata, errors);
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
