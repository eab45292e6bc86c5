using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Emulation;
using Sam.Configuration;
using Tool.Completion;

namespace Tool.Cli;

/// <summary>The options that say which stack: every verb takes them.</summary>
internal sealed class StackArguments
{
    private readonly Option<string[]> template = new("--template", "-t")
    {
        Description = "Template, SAM or CloudFormation; may be repeated. A folder is its template.yaml, or those of its subfolders, or CDK's cdk.out. "
            + "NAME= before it names its stack, @ACCOUNT after it says whose it is. Default: template.yaml in this folder or above.",
        HelpName = "[NAME=]FILE|FOLDER[@ACCOUNT]",
    };

    private readonly Option<string?> region = new("--region")
    {
        Description = $"AWS region of the stack. Default: that of samconfig.toml beside the template, or {EmulatorOptions.DefaultRegion}.",
    };

    private readonly Option<string?> stackName = new("--stack-name")
    {
        Description = "Name of the stack, or of the first one; generated ids follow from it. Default: that of samconfig.toml, or "
            + $"{EmulatorOptions.DefaultStackName}; of several stacks of an account the folder's or file's name.",
    };

    private readonly Option<string[]> parameter = new("--parameter", "-p")
    {
        Description = "A parameter of the templates that have it; STACK/KEY of one. /name or ssm:NAME of Systems Manager, secretsmanager:ID of a secret. "
            + "-p NUMBER is the port, where the verb has one.",
        HelpName = "[STACK/]KEY=VALUE",
    };

    private readonly Option<string[]> overrides = new("--parameter-overrides")
    {
        Description = "The same, several at once, as the SAM CLI takes it.",
        HelpName = "KEY=VALUE ...",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> parametersFile = new("--parameters-file")
    {
        Description = "YAML or JSON file of such values: Name: value, /name or ssm:NAME of Systems Manager, secretsmanager:ID of secrets.",
        HelpName = "FILE",
    };

    private readonly Option<string> configEnvironment = new("--config-env")
    {
        Description = "Which environment of the samconfig.toml beside the template counts.",
        HelpName = "NAME",
        DefaultValueFactory = _ => SamConfiguration.DefaultEnvironment,
    };

    private readonly Option<string[]> import = new("--import")
    {
        Description = "What a stack exports that is not among the templates: a value of Fn::ImportValue.",
        HelpName = "NAME=VALUE",
    };

    private readonly Option<string?> organization = new("--organization")
    {
        Description = "JSON file with the organisation's service and resource control policies.",
        HelpName = "FILE",
    };

    private readonly Option<bool> allowHttp = new("--allow-http") { Description = "Let integrations send requests to servers that are not on this machine." };

    private readonly Option<string> functionUrlActions = FunctionUrlActionsOption();

    public StackArguments() => Typed = new TypedStacks(Read);

    /// <summary>The stacks of a line that somebody types just now, while a shell asks how it may go on.</summary>
    public TypedStacks Typed { get; }

    public void AddTo(Command command)
    {
        command.Options.Add(template);
        command.Options.Add(region);
        command.Options.Add(stackName);
        command.Options.Add(parameter);
        command.Options.Add(overrides);
        command.Options.Add(parametersFile);
        command.Options.Add(configEnvironment);
        command.Options.Add(import);
        command.Options.Add(organization);
        command.Options.Add(allowHttp);
        command.Options.Add(functionUrlActions);
    }

    /// <summary>The one that says where the templates are, for verbs that need to know no more.</summary>
    public void AddTemplateTo(Command command) => command.Options.Add(template);

    /// <summary>The templates as they were given, for a command that is to find the same.</summary>
    public IEnumerable<string> RepeatedTemplate(ParseResult parsed) => (parsed.GetValue(template) ?? []).SelectMany(static one => new[] { "--template", one });

    /// <summary>Where a LocalAws of these templates keeps its state, unless it was told another place.</summary>
    /// <exception cref="UsageException">No template was found.</exception>
    public string StateFolder(ParseResult parsed)
    {
        var first = TemplateFolders.Expand(SourcesOf(parsed))[0];
        return Path.Combine(first.Folder ?? Path.GetDirectoryName(Path.GetFullPath(first.Path))!, ".localaws");
    }

    /// <summary>The numbers that <c>-p</c> was given in a parameter's place.</summary>
    public IEnumerable<int> PortsOf(ParseResult parsed) => (parsed.GetValue(parameter) ?? []).Where(IsPort).Select(static text => int.Parse(text, CultureInfo.InvariantCulture));

    /// <summary>Reads the options.</summary>
    /// <exception cref="UsageException">No template was found, or a parameter has no value.</exception>
    public EmulatorOptions Read(ParseResult parsed)
    {
        return new EmulatorOptions
        {
            Templates = SourcesOf(parsed),
            Region = parsed.GetValue(region),
            StackName = parsed.GetValue(stackName),
            AllowsHttp = parsed.GetValue(allowHttp),
            OrganizationFile = parsed.GetValue(organization),
            HasOldFunctionUrls = parsed.GetValue(functionUrlActions) == "one",
            ParametersFile = parsed.GetValue(parametersFile),
            ConfigEnvironment = parsed.GetValue(configEnvironment) ?? SamConfiguration.DefaultEnvironment,
            Imports = KeyValueOption.Read("--import", parsed.GetValue(import)),
            Parameters = ParametersOf(parsed),
        };
    }

    private ImmutableArray<TemplateSource> SourcesOf(ParseResult parsed)
    {
        // The first of the default account is the one whose account is meant where none is said, wherever it stands among the others.
        var sources = (parsed.GetValue(template) ?? []).Select(TemplateSource.Parse)
            .OrderBy(static source => source.AccountId == EmulatorOptions.DefaultAccount ? 0 : 1).ToImmutableArray();
        return sources.IsEmpty ? [new(FindTemplate(), EmulatorOptions.DefaultAccount)] : sources;
    }

    private ImmutableDictionary<string, string> ParametersOf(ParseResult parsed)
    {
        var given = parsed.GetValue(parameter) ?? [];
        if (given.FirstOrDefault(IsPort) is { } number && !parsed.CommandResult.Command.Options.Any(static option => option.Name == "--port"))
        {
            throw new UsageException($"-p {number}: '{parsed.CommandResult.Command.Name}' listens on no port; a parameter is written as -p KEY=VALUE.");
        }

        var several = parsed.GetValue(overrides) ?? [];
        return several.FirstOrDefault(static word => !word.Contains('=', StringComparison.Ordinal)) is { } wrong
            ? throw new UsageException($"--parameter-overrides {wrong}: write it as KEY=VALUE.")
            : ParameterOverrides.Read(several).ToImmutableDictionary(StringComparer.Ordinal)
            .SetItems(KeyValueOption.Read("--parameter", [.. given.Where(static text => !IsPort(text))]));
    }

    private static bool IsPort(string text) => text.Length is > 0 and <= 5 && text.All(char.IsAsciiDigit);

    private static Option<string> FunctionUrlActionsOption()
    {
        var option = new Option<string>("--function-url-actions")
        {
            Description = "What callers of functions' URLs need: both lambda:InvokeFunctionUrl and lambda:InvokeFunction, as AWS documents it of URLs made since "
                + "October 2025, or the first one only.",
            DefaultValueFactory = _ => "both",
        };
        option.AcceptOnlyFromAmong("both", "one");
        return option;
    }

    private static string FindTemplate()
    {
        for (var folder = new DirectoryInfo(Directory.GetCurrentDirectory()); folder is not null; folder = folder.Parent)
        {
            if (TemplateFolders.In(folder.FullName) is { } file)
            {
                return file;
            }
        }

        throw new UsageException($"There is no template.yaml in {Directory.GetCurrentDirectory()} or above. Name one with --template FILE.");
    }
}
