using System.Collections.Immutable;
using System.CommandLine;
using Emulation;
using Sam.Configuration;

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
        Description = "A parameter of the templates that have it; STACK/KEY of one. /name or ssm:NAME of Systems Manager, secretsmanager:ID of a secret.",
        HelpName = "[STACK/]KEY=VALUE",
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

    public void AddTo(Command command)
    {
        command.Options.Add(template);
        command.Options.Add(region);
        command.Options.Add(stackName);
        command.Options.Add(parameter);
        command.Options.Add(parametersFile);
        command.Options.Add(configEnvironment);
        command.Options.Add(import);
        command.Options.Add(organization);
        command.Options.Add(allowHttp);
    }

    /// <summary>Reads the options.</summary>
    /// <exception cref="UsageException">No template was found, or a parameter has no value.</exception>
    public EmulatorOptions Read(ParseResult parsed)
    {
        // The first of the default account is the one whose account is meant where none is said, wherever it stands among the others.
        var sources = (parsed.GetValue(template) ?? []).Select(TemplateSource.Parse)
            .OrderBy(static source => source.AccountId == EmulatorOptions.DefaultAccount ? 0 : 1).ToImmutableArray();
        return new EmulatorOptions
        {
            Templates = sources.IsEmpty ? [new(FindTemplate(), EmulatorOptions.DefaultAccount)] : sources,
            Region = parsed.GetValue(region),
            StackName = parsed.GetValue(stackName),
            AllowsHttp = parsed.GetValue(allowHttp),
            OrganizationFile = parsed.GetValue(organization),
            ParametersFile = parsed.GetValue(parametersFile),
            ConfigEnvironment = parsed.GetValue(configEnvironment)!,
            Imports = KeyValueOption.Read("--import", parsed.GetValue(import)),
            Parameters = KeyValueOption.Read("--parameter", parsed.GetValue(parameter)),
        };
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
