using System.Collections.Immutable;
using Sam;
using Sam.Configuration;

namespace Emulation;

/// <summary>
/// Loads the templates of a run together. What one exports others import, and what one writes into the Parameter Store others read, within an account and region: a template that
/// takes such values is loaded again once they are known, until none changes. What stays unknown is unknown to the template: a circle, or an export that nobody makes.
/// "Get exported outputs from a deployed CloudFormation stack"; "Exports ... names must be unique within a region".
/// </summary>
internal sealed class StackLoading
{
    private static readonly string[] Readers = ["ImportValue", "resolve:ssm", "AWS::SSM::Parameter::Value"];

    private readonly EmulatorOptions options;
    private readonly ImmutableArray<TemplateSource> sources;
    private readonly Shared[] given;
    private readonly Lazy<ImmutableArray<HashSet<string>>> declared;
    private readonly ParametersFile file;
    private readonly LoadResult[] results;

    private StackLoading(EmulatorOptions options, ImmutableArray<TemplateSource> sources)
    {
        this.options = options;
        this.sources = sources;
        declared = new(() => [.. sources.Select(static source => TemplateLoader.ParametersOf(source.Path).ToHashSet(StringComparer.Ordinal))]);
        file = options.ParametersFile is { } path ? ParametersFile.Read(path) : new ParametersFile(ImmutableDictionary<string, string>.Empty, []);
        given = [.. sources.Select(_ => new Shared(options.Imports, ImmutableDictionary<string, string>.Empty))];
        results = [.. sources.Select((_, index) => Load(index))];
    }

    /// <summary>Every stack, the nested ones behind their own, and all files that they were read from.</summary>
    /// <exception cref="TemplateException">A template has errors, or two of them make the same thing; all such errors are in it.</exception>
    public static (ImmutableArray<Stack> Stacks, ImmutableArray<string> Files) Load(EmulatorOptions options, ImmutableArray<TemplateSource> sources)
    {
        var loading = new StackLoading(options, sources);
        if (sources.Length > 1)
        {
            loading.Exchange();
        }

        var all = StackLinks.Link([.. loading.results.Select(static result => result.Stack).OfType<Stack>().SelectMany(WithNested)]);
        ImmutableArray<TemplateError> errors = [.. loading.file.Errors, .. loading.results.SelectMany(static result => result.Errors), .. MadeTwice.Of(all)];
        ImmutableArray<string> files = [.. loading.results.SelectMany(static result => result.Files).Distinct(StringComparer.Ordinal)];
        return errors.IsEmpty ? (all, files) : throw new TemplateException(errors) { Files = files };
    }

    private static IEnumerable<Stack> WithNested(Stack stack) => [stack, .. stack.Nested.SelectMany(WithNested)];

    private void Exchange()
    {
        var readers = Enumerable.Range(0, sources.Length).Where(index => Files(index).Any(Reads)).ToList();

        // A chain through all templates takes as many rounds as there are.
        for (var round = 0; round < sources.Length; round++)
        {
            var changed = readers.Select(index => (index, Now: SharedWith(index))).Where(reader => !reader.Now.Equals(given[reader.index])).ToList();
            if (changed.Count == 0)
            {
                return;
            }

            foreach (var (index, now) in changed)
            {
                given[index] = now;
                results[index] = Load(index);
            }
        }
    }

    /// <summary>The template, and those that it nests as far as they could be loaded.</summary>
    private IEnumerable<string> Files(int index) => results[index].Stack is { } stack ? WithNested(stack).Select(static one => one.TemplatePath) : [sources[index].Path];

    private static bool Reads(string path)
    {
        try
        {
            var text = File.ReadAllText(path);
            return Readers.Any(word => text.Contains(word, StringComparison.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Loading it has told so.
            return false;
        }
    }

    /// <summary>What the others of its account and region share with a stack. What was given by hand counts before it.</summary>
    private Shared SharedWith(int index)
    {
        var others = Enumerable.Range(0, sources.Length)
            .Where(other => other != index && sources[other].AccountId == sources[index].AccountId && RegionOf(sources[other]) == RegionOf(sources[index]))
            .Select(other => results[other].Stack).OfType<Stack>().SelectMany(WithNested).ToList();
        var exports = others.SelectMany(static stack => stack.Outputs).Where(static output => output.ExportName is not null)
            .GroupBy(static output => output.ExportName!).Select(static same => KeyValuePair.Create(same.Key, same.First().Value));
        var parameters = others.SelectMany(static stack => stack.SsmParameters).GroupBy(static one => one.Key).Select(static same => same.First());
        return new Shared(exports.ToImmutableDictionary().SetItems(options.Imports), parameters.ToImmutableDictionary());
    }

    private LoadResult Load(int index)
    {
        var source = sources[index];
        var asked = new StackOptions(
            source.AccountId, RegionOf(source), source.Name!, ValuesOf(source, options.Parameters), Imports: given[index].Imports, SsmParameters: given[index].Parameters)
        {
            Defaults = source.Configuration.Parameters.ToImmutableDictionary().SetItems(ValuesOf(source, file.Values)),
            AllowsHttp = options.AllowsHttp,
            SourceVpce = options.ContextKeys.FirstOrDefault(static key => key.Key.Equals("aws:SourceVpce", StringComparison.OrdinalIgnoreCase)).Value,
        };
        return options.TemplateTexts.TryGetValue(Path.GetFullPath(source.Path), out var text)
            ? TemplateLoader.Parse(text, source.Path, asked) : TemplateLoader.Load(source.Path, asked);
    }

    private string RegionOf(TemplateSource source) => source.Region ?? options.Region ?? EmulatorOptions.DefaultRegion;

    /// <summary>What is no name of a parameter is one of Systems Manager's or of a secret, which every template may ask for.</summary>
    private static bool IsElsewhere(string key) => key.StartsWith('/') || key.Contains(':', StringComparison.Ordinal);

    /// <summary>Of several templates each takes those values that it has a parameter for, and those that name it.</summary>
    private ImmutableDictionary<string, string> ValuesOf(TemplateSource source, IReadOnlyDictionary<string, string> values)
    {
        // A value for which no template has a parameter is told as one that the first has none for.
        var index = sources.IndexOf(source);
        var own = values.Where(pair => IsElsewhere(pair.Key) || (!pair.Key.Contains('/', StringComparison.Ordinal)
            && (sources.Length == 1 || declared.Value[index].Contains(pair.Key) || (index == 0 && !declared.Value.Any(names => names.Contains(pair.Key))))));
        var named = values.Where(pair => pair.Key.StartsWith($"{source.Name}/", StringComparison.Ordinal))
            .Select(pair => KeyValuePair.Create(pair.Key[(source.Name!.Length + 1)..], pair.Value));
        return ImmutableDictionary.CreateRange(own).SetItems(named);
    }

    /// <summary>What stacks share, equal when all of it is.</summary>
    private sealed record Shared(ImmutableDictionary<string, string> Imports, ImmutableDictionary<string, string> Parameters)
    {
        public bool Equals(Shared? other) => other is not null && Same(Imports, other.Imports) && Same(Parameters, other.Parameters);

        public override int GetHashCode() => HashCode.Combine(Imports.Count, Parameters.Count);

        private static bool Same(ImmutableDictionary<string, string> one, ImmutableDictionary<string, string> other) =>
            one.Count == other.Count && one.All(pair => other.TryGetValue(pair.Key, out var value) && value == pair.Value);
    }
}
