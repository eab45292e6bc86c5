using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Emulation;

/// <summary>
/// Gives every stack of a run its name: the one that somebody gave it; the first is <c>local</c> where no other is of its account, so that templates of further accounts change
/// none of its ids; else a stack is called after the folder of its <c>template.yaml</c>, or after its file. "A stack name can contain only alphanumeric characters (case-sensitive) and hyphens. It must start with an alphabetic character and can't be longer than 128
/// characters", AWS CloudFormation API Reference, CreateStack.
/// </summary>
internal static partial class StackNaming
{
    private const int Longest = 128;

    /// <summary>The same sources, each with a name.</summary>
    /// <exception cref="UsageException">A name is none, or two stacks of an account and region have it.</exception>
    public static ImmutableArray<TemplateSource> Name(ImmutableArray<TemplateSource> sources, string? first, string defaultRegion)
    {
        if (first is not null && !Form().IsMatch(first))
        {
            throw new UsageException($"--stack-name {first}: a stack's name has letters, digits and hyphens, begins with a letter, and has at most {Longest} characters.");
        }

        var taken = sources.Select((source, index) => index == 0 ? first ?? source.Name : source.Name).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        ImmutableArray<TemplateSource> named =
        [
            .. sources.Select((source, index) =>
                index == 0 && first is not null ? source with { Name = first }
                : source.Name is not null ? source
                : source with { Name = index == 0 && IsAlone(sources) ? EmulatorOptions.DefaultStackName : Free(AfterFile(source.Path), taken) }),
        ];
        return named.GroupBy(source => (source.Name, source.AccountId, source.Region ?? defaultRegion)).FirstOrDefault(static same => same.Count() > 1) is { } twice
            ? throw new UsageException(
                $"{string.Join(" and ", twice.Select(static source => source.Path))} are both stack {twice.Key.Name} of account {twice.Key.AccountId}: "
                + "give one of them another name, "
                + $"such as {twice.Key.Name}-2={twice.Last().Path}.")
            : named;
    }

    private static bool IsAlone(ImmutableArray<TemplateSource> sources) => sources.Skip(1).All(other => other.AccountId != sources[0].AccountId);

    private static string AfterFile(string path)
    {
        var file = Path.GetFileName(path);
        var name = file.Split('.')[0];
        if (name.Equals("template", StringComparison.OrdinalIgnoreCase))
        {
            name = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))) ?? "";
        }

        name = Foreign().Replace(name, "-").Trim('-');
        name = name.Length == 0 ? "stack" : char.IsAsciiLetter(name[0]) ? name : $"stack-{name}";
        return name[..Math.Min(name.Length, Longest - 4)];
    }

    private static string Free(string name, HashSet<string> taken) =>
        Enumerable.Range(1, int.MaxValue).Select(number => number == 1 ? name : $"{name}-{number}").First(taken.Add);

    [GeneratedRegex(@"\A[A-Za-z][-A-Za-z0-9]{0,127}\z")]
    private static partial Regex Form();

    [GeneratedRegex("[^-A-Za-z0-9]+")]
    private static partial Regex Foreign();
}
