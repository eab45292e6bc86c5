using System.Collections.Immutable;
using System.Text.Json;
using Emulation.Wire;

namespace Emulation.Findings;

/// <summary>Findings for code hosts: SARIF 2.1.0.</summary>
internal static class Sarif
{
    public static string Of(ImmutableArray<Judged> findings, string folder) => JsonText.Document(json => Write(json, findings, folder));

    private static void Write(Utf8JsonWriter writer, ImmutableArray<Judged> findings, string folder)
    {
        writer.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        writer.WriteString("version", "2.1.0");
        writer.WriteStartArray("runs");
        writer.WriteStartObject();
        writer.WriteStartObject("tool");
        writer.WriteStartObject("driver");
        writer.WriteString("name", "localaws");
        writer.WriteStartArray("rules");
        foreach (var rule in Linter.Rules)
        {
            writer.WriteStartObject();
            writer.WriteString("id", rule.Code);
            Text(writer, "shortDescription", rule.Name);
            Text(writer, "fullDescription", rule.Why);
            writer.WriteStartObject("defaultConfiguration");
            writer.WriteString("level", LevelOf(rule.Severity));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartArray("results");
        foreach (var (finding, suppression) in findings)
        {
            writer.WriteStartObject();
            writer.WriteString("ruleId", finding.Rule.Code);
            writer.WriteNumber("ruleIndex", Linter.Rules.IndexOf(finding.Rule));
            writer.WriteString("level", LevelOf(finding.Rule.Severity));
            Text(writer, "message", $"{finding.Message} {finding.Rule.Why} {finding.Remedy}");
            Location(writer, finding, folder);
            if (suppression is not null)
            {
                writer.WriteStartArray("suppressions");
                writer.WriteStartObject();
                writer.WriteString("kind", "inSource");
                writer.WriteString("justification", suppression.Reason);
                writer.WriteEndObject();
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void Location(Utf8JsonWriter writer, Finding finding, string folder)
    {
        writer.WriteStartArray("locations");
        writer.WriteStartObject();
        writer.WriteStartObject("physicalLocation");
        writer.WriteStartObject("artifactLocation");
        writer.WriteString("uri", Path.GetRelativePath(folder, Path.GetFullPath(finding.At.File)).Replace('\\', '/'));
        writer.WriteEndObject();
        writer.WriteStartObject("region");
        writer.WriteNumber("startLine", finding.At.Line);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter writer, string name, string text)
    {
        writer.WriteStartObject(name);
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }

    private static string LevelOf(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };
}
