using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Emulation;
using Emulation.Findings;
using Emulation.Wire;

namespace Tool.Cli;

/// <summary><c>localaws lint</c>: what in the template does not do what it seems to. Exit code 1 for warnings and errors that nobody has accepted.</summary>
internal static class LintCommand
{
    public static Command Create(StackArguments stack)
    {
        var output = new OutputOptions(new OutputFormat("text", ".txt"), new OutputFormat("json", ".json"), new OutputFormat("sarif", ".sarif", ".sarif.json"));
        var command = new Command("lint", "Find what is open, dead, or not what it seems; accept a finding under Metadata.LocalAws.Suppress.");
        output.AddTo(command);
        stack.AddTo(command);
        command.SetAction((parsed, cancellation) => Guard.RunAsync(async () =>
        {
            var (format, file) = output.Read(parsed);
            var findings = Linter.Run(LoadedStacks.Load(stack.Read(parsed)));
            var text = format switch
            {
                "json" => Json(findings),
                "sarif" => Sarif.Of(findings, Directory.GetCurrentDirectory()),
                _ => Text(findings),
            };
            await Guard.FileAsync(file, () => file is null ? Console.Out.WriteAsync(text) : File.WriteAllTextAsync(file, text, cancellation)).ConfigureAwait(false);
            if (file is not null)
            {
                await Console.Out.WriteLineAsync($"Wrote {file}: {Count(findings)}").ConfigureAwait(false);
            }

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
            text.Append("  ").Append(finding.Message).Append("\n  Why: ").Append(finding.Rule.Why).Append("\n  To do: ").Append(finding.Remedy).Append('\n');
        }

        return text.Append(Count(findings)).Append('\n').ToString();
    }

    private static string Count(ImmutableArray<Judged> findings)
    {
        var open = findings.Count(static judged => judged.Suppression is null);
        return $"{(open == 0 ? "No findings" : open == 1 ? "1 finding" : $"{open} findings")}{(findings.Length > open ? $", {findings.Length - open} accepted" : "")}.";
    }

    private static string Json(ImmutableArray<Judged> findings) => JsonText.Document(json => json.WriteObjects("findings", findings, static (json, judged) =>
    {
        var finding = judged.Finding;
        json.WriteString("rule", finding.Rule.Code);
        json.WriteString("name", finding.Rule.Name);
        json.WriteString("severity", Word(finding.Rule.Severity));
        json.WriteString("resource", finding.Resource);
        json.WriteString("file", finding.At.File);
        json.WriteNumber("line", finding.At.Line);
        json.WriteString("message", finding.Message);
        json.WriteString("why", finding.Rule.Why);
        json.WriteString("remedy", finding.Remedy);
        json.WriteString("accepted", judged.Suppression?.Reason);
    }));

    private static string Word(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };
}
