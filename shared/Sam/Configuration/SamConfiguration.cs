using System.Collections.Immutable;
using Sam.Documents;
using Sam.Errors;

namespace Sam.Configuration;

/// <summary>
/// What the SAM CLI's configuration file beside a template says of its deployment: <c>samconfig.toml</c>, <c>.yaml</c> or <c>.yml</c>.
/// See "AWS SAM CLI configuration file".
/// </summary>
public sealed record SamConfiguration
{
    /// <summary>The environment that counts when none is named.</summary>
    public const string DefaultEnvironment = "default";

    /// <summary>That of a template without such a file.</summary>
    public static SamConfiguration None { get; } = new();

    /// <summary>The names that such a file may have, the first that is there counts.</summary>
    public static readonly ImmutableArray<string> Names = ["samconfig.toml", "samconfig.yaml", "samconfig.yml"];

    // What a command says goes before what is said of all commands.
    private static readonly string[] Commands = ["deploy", "global"];

    /// <summary>The file; null when there is none.</summary>
    public string? FilePath { get; private init; }

    /// <summary>Values of the template's parameters, from <c>parameter_overrides</c>.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; private init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The region; null when the file gives none.</summary>
    public string? Region { get; private init; }

    /// <summary>The stack's name; null when the file gives none.</summary>
    public string? StackName { get; private init; }

    /// <summary>What is wrong with the file; nothing is taken from it then.</summary>
    public ImmutableArray<TemplateError> Errors { get; private init; } = [];

    /// <summary>Reads the file beside a template; without one nothing is configured.</summary>
    /// <param name="template">The template's path.</param>
    /// <param name="environment">Which of the file's environments counts.</param>
    public static SamConfiguration Beside(string template, string environment = DefaultEnvironment)
    {
        var folder = Path.GetDirectoryName(template) ?? "";
        if (Names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is not { } file)
        {
            return None;
        }

        var errors = new ErrorList(file);
        var root = TemplateFile.Read(file, errors) is not { } text ? null
            : file.EndsWith(".toml", StringComparison.Ordinal) ? TomlDocument.Read(text, errors)
            : DocumentReader.Read(text, errors);
        var configured = root is null ? new SamConfiguration() : Read(root, environment, errors);
        return errors.Any ? new SamConfiguration { FilePath = file, Errors = errors.ToImmutable() } : configured with { FilePath = file };
    }

    private static SamConfiguration Read(MapNode root, string environment, ErrorList errors)
    {
        if (root[environment] is not MapNode chosen)
        {
            if (environment != DefaultEnvironment)
            {
                errors.Add(
                    1, environment, "", $"The file configures no environment '{environment}'.",
                    DidYouMean.Hint(environment, root.Entries.Select(static entry => entry.Key)) ?? "Name one that it has with --config-env.");
            }

            return new SamConfiguration();
        }

        var parameters = Commands.Select(command => (chosen[command] as MapNode)?["parameters"] as MapNode).OfType<MapNode>().ToList();
        return new SamConfiguration
        {
            Region = First("region"),
            StackName = First("stack_name"),
            Parameters = parameters.Select(static map => map["parameter_overrides"]).FirstOrDefault(static node => node is not null) is { } overrides
                ? Overrides(overrides, $"{environment}.parameters.parameter_overrides", errors)
                : ImmutableDictionary<string, string>.Empty,
        };

        string? First(string key) => parameters.Select(map => (map[key] as ScalarNode)?.Text).FirstOrDefault(static text => !string.IsNullOrEmpty(text));
    }

    private static ImmutableDictionary<string, string> Overrides(Node node, string where, ErrorList errors)
    {
        var values = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var one in node is ListNode list ? list.Items.AsEnumerable() : [node])
        {
            List<KeyValuePair<string, string>> pairs = one switch
            {
                ScalarNode { Text: var text } => [.. ParameterOverrides.Read(text)],
                MapNode map =>
                [
                    .. map.Entries.Where(static entry => entry.Value is ScalarNode)
                        .Select(static entry => KeyValuePair.Create(entry.Key, ((ScalarNode)entry.Value).Text)),
                ],
                _ => [],
            };
            if (pairs.Count == 0 && one is not ScalarNode { Text.Length: 0 })
            {
                errors.Add(one.Line, where, "", "These are no values of parameters.", "Write 'Name=value Other=\"two words\"'.");
            }

            foreach (var (name, value) in pairs)
            {
                values[name] = value;
            }
        }

        return values.ToImmutable();
    }
}
