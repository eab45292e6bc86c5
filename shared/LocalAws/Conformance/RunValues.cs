using System.Text.RegularExpressions;
using SigV4;

namespace Tool.Conformance;

/// <summary>What a run knows: the account, its own mark for names, whatever answers were asked to be kept, and credentials.</summary>
internal sealed partial class RunValues
{
    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AwsCredentials> credentials = new(StringComparer.Ordinal);

    public void Set(string name, string value) => texts[name] = value;

    public void Set(string name, AwsCredentials value) => credentials[name] = value;

    /// <summary>Credentials that an earlier call brought; null when none did.</summary>
    public AwsCredentials? CredentialsOf(string name) => credentials.GetValueOrDefault(name);

    /// <summary>A text with its placeholders filled in; what is in braces and is no name that is known stays.</summary>
    public string Fill(string text) => Placeholder().Replace(text, match => texts.GetValueOrDefault(match.Groups[1].Value) ?? match.Value);

    [GeneratedRegex(@"(?<!\$)\{([a-z][A-Za-z0-9]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
