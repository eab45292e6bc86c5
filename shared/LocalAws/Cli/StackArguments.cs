using System.Collections.Immutable;
using System.CommandLine;
using Emulation;

namespace Tool.Cli;

/// <summary>The options that say which stack: every verb takes them.</summary>
internal sealed class StackArguments
{
    private readonly Option<string[]> template = new("--template", "-t")
    {
        Description = "Template file; again with @ACCOUNT for another account's principals (partner.yaml@444455556666). Default: template.yaml in this folder or above.",
        HelpName = "FILE[@ACCOUNT]",
    };

    private readonly Option<string> region = new("--region") { Description = "AWS region of the stack.", DefaultValueFactory = _ => EmulatorOptions.DefaultRegion };

    private readonly Option<string> stackName = new("--stack-name")
    {
        Description = "Name of the stack; generated ids follow from it.",
        DefaultValueFactory = _ => EmulatorOptions.DefaultStackName,
    };

    private readonly Option<string[]> parameter = new("--parameter", "-p") { Description = "A parameter of the template.", HelpName = "KEY=VALUE" };

    private readonly Option<string?> organization = new("--organization")
    {
        Description = "JSON file with the organisation's service and resource control policies.",
        HelpName = "FILE",
    };

    private readonly Option<string> functionUrlActions = FunctionUrlActionsOption();

    public void AddTo(Command command)
    {
        command.Options.Add(template);
        command.Options.Add(region);
        command.Options.Add(stackName);
        command.Options.Add(parameter);
        command.Options.Add(organization);
        command.Options.Add(functionUrlActions);
    }

    /// <summary>Reads the options.</summary>
    /// <exception cref="UsageException">No template was found, or a parameter has no value.</exception>
    public EmulatorOptions Read(ParseResult parsed)
    {
        // The template of the account itself is the one that runs, wherever it stands among the others.
        var sources = (parsed.GetValue(template) ?? []).Select(TemplateSource.Parse)
            .OrderBy(static source => source.AccountId == EmulatorOptions.DefaultAccount ? 0 : 1).ToImmutableArray();
        return new EmulatorOptions
        {
            Templates = sources.Any(s => s.AccountId == EmulatorOptions.DefaultAccount) || sources.Length == 1
                ? sources
                : sources.Insert(0, new(FindTemplate(), EmulatorOptions.DefaultAccount)),
            Region = parsed.GetValue(region)!,
            StackName = parsed.GetValue(stackName)!,
            OrganizationFile = parsed.GetValue(organization),
            HasOldFunctionUrls = parsed.GetValue(functionUrlActions) == "one",
            Parameters = KeyValueOption.Read("--parameter", parsed.GetValue(parameter)),
        };
    }

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
            foreach (var name in (ReadOnlySpan<string>)["template.yaml", "template.yml"])
            {
                var file = Path.Combine(folder.FullName, name);
                if (File.Exists(file))
                {
                    return file;
                }
            }
        }

        throw new UsageException($"There is no template.yaml in {Directory.GetCurrentDirectory()} or above. Name one with --template FILE.");
    }
}
