using System.CommandLine;
using Tool.Completion;

namespace Tool.Cli;

/// <summary><c>--as</c>: whose credentials.</summary>
internal static class AsOption
{
    public static Option<string?> Create(StackArguments stack, string otherwise)
    {
        var option = new Option<string?>("--as")
        {
            Description = $"Who it is: a role or user by logical id, name, ARN or profile; or nobody. Default: {otherwise}.",
            HelpName = "ROLE",
        };
        option.CompletionSources.Add(context => TemplateValues.Callers(stack.Typed, context));
        return option;
    }
}
