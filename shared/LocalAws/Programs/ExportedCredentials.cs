using System.Globalization;
using System.Text;
using Emulation.Wire;
using Tool.Calling;

namespace Tool.Programs;

/// <summary>Credentials as text, for a shell or for <c>credential_process</c>. AWS CLI Command Reference, "configure export-credentials".</summary>
internal static class ExportedCredentials
{
    /// <summary>The forms: of bash and zsh, of PowerShell, and the document that AWS's SDKs read from a program.</summary>
    public static readonly string[] Forms = ["env", "powershell", "process"];

    /// <param name="form">One of the forms.</param>
    /// <param name="aws">Where they hold.</param>
    /// <param name="who">Whose they are.</param>
    /// <param name="names">The variables that the shell has now: those that would lead elsewhere are taken away.</param>
    public static string Of(string form, RunningLocalAws aws, SignedAs who, IEnumerable<string> names) => form switch
    {
        "process" => Process(who),
        "powershell" => Lines(
            aws, who, names, static (name, value) => $"$Env:{name} = '{value.Replace("'", "''", StringComparison.Ordinal)}'", static name => $"$Env:{name} = $null"),
        _ => Lines(aws, who, names, static (name, value) => $"export {name}={CurlText.Quoted(value)}", static name => $"unset {name}"),
    };

    private static string Lines(RunningLocalAws aws, SignedAs who, IEnumerable<string> names, Func<string, string, string> set, Func<string, string> remove)
    {
        var variables = ProgramEnvironment.Of(aws).Concat(ProgramEnvironment.Of(who)).ToList();
        var text = new StringBuilder();
        var foreign = names.Where(static name => ProgramEnvironment.IsForeign(name) && IsOfShell(name)).Order(StringComparer.Ordinal);
        foreach (var name in ((string[])["AWS_PROFILE", "AWS_DEFAULT_PROFILE", ProgramEnvironment.SessionToken, .. foreign]).Distinct()
            .Where(name => !variables.Exists(one => one.Name == name)))
        {
            text.Append(remove(name)).Append('\n');
        }

        foreach (var (name, value) in variables)
        {
            text.Append(set(name, value)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A shell has no variable of another name, and would run what stands in it.</summary>
    private static bool IsOfShell(string name) => name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    private static string Process(SignedAs who) => $"{Encoding.UTF8.GetString(JsonText.Bytes(default, json =>
    {
        json.WriteNumber("Version", 1);
        json.WriteString("AccessKeyId", who.Credentials.AccessKeyId);
        json.WriteString("SecretAccessKey", who.Credentials.SecretAccessKey);
        if (who.Credentials.SessionToken is { } token)
        {
            json.WriteString("SessionToken", token);
        }

        if (who.Ends is { } ends)
        {
            json.WriteString("Expiration", ends.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        }
    }))}\n";
}
