using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Tool.Cli;

/// <summary>Help under the name by which people call the program: the library takes that of its file.</summary>
internal sealed class NamedHelp(HelpAction help) : SynchronousCommandLineAction
{
    private const string Usage = "Usage:";

    /// <summary>Whoever asks for help may leave out what else must be there.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var settings = parseResult.InvocationConfiguration;
        var (output, text) = (settings.Output, new StringWriter());
        settings.Output = text;
        var code = help.Invoke(parseResult);
        settings.Output = output;
        var line = $"  {RootCommand.ExecutableName} ";
        var said = text.ToString();
        var at = said.IndexOf(Usage, StringComparison.Ordinal) is >= 0 and var usage ? said.IndexOf(line, usage, StringComparison.Ordinal) : -1;
        output.Write(at < 0 ? said : $"{said[..at]}  localaws {said[(at + line.Length)..]}");
        return code;
    }
}
