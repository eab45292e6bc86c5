using System.Text.RegularExpressions;
using Sam.Configuration;

namespace Emulation;

/// <summary>A template, a folder of templates or a cloud assembly, and the account whose resources it declares.</summary>
/// <param name="Path">The file or folder.</param>
/// <param name="AccountId">The account.</param>
internal sealed partial record TemplateSource(string Path, string AccountId)
{
    /// <summary>The stack's name, when somebody gave one.</summary>
    public string? Name { get; init; }

    /// <summary>The region, when the template is made for one.</summary>
    public string? Region { get; init; }

    /// <summary>What the SAM CLI's configuration beside the template says of its deployment.</summary>
    public SamConfiguration Configuration { get; init; } = SamConfiguration.None;

    /// <summary>Whether somebody said which account.</summary>
    public bool NamesAccount { get; init; }

    /// <summary>The folder that was named in place of a file; null of a file.</summary>
    public string? Folder { get; init; }

    /// <summary>
    /// Reads <c>template.yaml</c>, <c>partner.yaml@444455556666</c>, <c>orders=services/orders/template.yaml</c>, or all of it: without an account the template belongs to the
    /// default one, without a name the stack gets one.
    /// </summary>
    public static TemplateSource Parse(string text)
    {
        var (name, file) = Split(text);
        return Account().Match(file) is { Success: true } account
            ? new(file[..account.Index], account.Value[1..]) { Name = name, NamesAccount = true }
            : new(file, EmulatorOptions.DefaultAccount) { Name = name };
    }

    /// <summary>The path of <c>NAME=FILE@ACCOUNT</c> changed, and the rest as it was.</summary>
    public static string WithPath(string text, Func<string, string> change)
    {
        var (name, file) = Split(text);
        var account = Account().Match(file);
        var path = account.Success ? file[..account.Index] : file;
        return $"{(name is null ? "" : $"{name}=")}{change(path)}{account.Value}";
    }

    /// <summary>A file may have an equals sign in its name.</summary>
    private static (string? Name, string File) Split(string text) =>
        NameBefore().Match(text) is { Success: true } match && !System.IO.Path.Exists(text) ? (match.Groups[1].Value, text[match.Length..]) : (null, text);

    [GeneratedRegex(@"\A([A-Za-z][-A-Za-z0-9]{0,127})=(?=.)")]
    private static partial Regex NameBefore();

    [GeneratedRegex(@"(?<=.)@[0-9]{12}\z")]
    private static partial Regex Account();
}
