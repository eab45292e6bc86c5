using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Emulation;
using Emulation.Findings;

namespace Tool.Cli;

/// <summary><c>localaws lint</c>: what in the template does not do what it seems to. Exit code 1 for warnings and errors that nobody has accepted.</summary>
internal static class LintCommand
{
    public static Command Create(StackArguments stack)
    {
        var format = new Option<string>("--format") { Description = "text, json or sarif.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json", "sarif");
        var output = new Option<string?>("--output", "-o") { Description = "Write to this file.", HelpName = "FILE" };
        var command = new Command("lint", "Find what is open, dead, or not what it seems; accept a finding under Metadata.LocalAws.Suppress.") { format, output };
        stack.AddTo(command);
        command.SetAction((parsed, cancellation) => Guard.RunAsync(async () =>
        {
            var findings = Linter.Run(LoadedStacks.Load(stack.Read(parsed), toleratesTraps: true));
            var text = parsed.GetValue(format) switch
            {
                "json" => Json(w => WriteJson(w, findings)),
                "sarif" => Json(w => Sarif.Write(w, findings, Directory.GetCurrentDirectory())),
                _ => Text(findings),
            };
            await WriteAsync(text, parsed.GetValue(output), cancellation).ConfigureAwait(false);
            return findings.Any(f => f.Suppression is null && f.Finding.Rule.Severity > Severity.Note) ? CommandLine.DoesNotHold : CommandLine.Done;
        }));
        return command;
    }

    private static string Text(ImmutableArray<Judged> findings)
    {
        var text = new StringBuilder();
        foreach (var (finding, suppression) in findings)
        {
            if (suppression is not null)
            {
                text.Append(finding.At).Append(' ').Append(finding.Resource).Append(": ").Append(finding.Rule.Code).Append(" accepted: ").Append(suppression.Reason).Append('\n');
                continue;
            }

            text.Append(finding.At).Append(' ').Append(finding.Resource).Append(": ").Append(Word(finding.Rule.Severity)).Append(' ')
                .Append(finding.Rule.Code).Append(", ").Append(finding.Rule.Name).Append('\n');
            text.Append("  ").Append(finding.Message).Append("\n  Why: ").Append(finding.Rule.Why).Append("\n  Mend: ").Append(finding.Remedy).Append('\n');
        }

        var open = findings.Count(f => f.Suppression is null);
        text.Append(open == 0 ? "No findings" : open == 1 ? "1 finding" : $"{open} findings");
        return text.Append(findings.Length > open ? $", {findings.Length - open} accepted.\n" : ".\n").ToString();
    }

    private static void WriteJson(Utf8JsonWriter writer, ImmutableArray<Judged> findings)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("findings");
        foreach (var (finding, suppression) in findings)
        {
            writer.WriteStartObject();
            writer.WriteString("rule", finding.Rule.Code);
            writer.WriteString("name", finding.Rule.Name);
            writer.WriteString("severity", Word(finding.Rule.Severity));
            writer.WriteString("resource", finding.Resource);
            writer.WriteString("file", finding.At.File);
            writer.WriteNumber("line", finding.At.Line);
            writer.WriteString("message", finding.Message);
            writer.WriteString("why", finding.Rule.Why);
            writer.WriteString("remedy", finding.Remedy);
            writer.WriteString("accepted", suppression?.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Word(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static async Task WriteAsync(string text, string? file, CancellationToken cancellation)
    {
        try
        {
            await (file is null ? Console.Out.WriteAsync(text) : File.WriteAllTextAsync(file, text, cancellation)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file}: {e.Message}");
        }
    }
}
