using Emulation.Access;
using Emulation.Access.AnyAction;
using Spectre.Console;

namespace Tool.Terminal;

/// <summary>Answers about actions for people.</summary>
internal static class ActionAccessView
{
    public static void Print(IAnsiConsole console, string action, AskedResource resource, IReadOnlyList<ActionAccess> answers)
    {
        var writer = console.Profile.Out.Writer;
        writer.WriteLine(answers.Count == 0 ? $"Nobody may {action} on {NameOf(resource)}." : $"{action} on {NameOf(resource)}");
        if (answers.Count > 0)
        {
            PlainTable.Print(console, ["who", "may", "why"], [.. answers.Select(static answer => (string[])[answer.Principal.Name, Word(answer.Word), answer.Reason])]);
        }
    }

    public static void Print(IAnsiConsole console, ActionAccess answer) => console.Profile.Out.Writer.WriteLine(
        $"{answer.Principal.Name}, {answer.Action} on {NameOf(answer.Resource)}: {Word(answer.Word)}. {answer.Reason}");

    public static void Print(IAnsiConsole console, MatrixPrincipal principal, IReadOnlyList<HeldActions> held)
    {
        if (held.Count == 0)
        {
            console.Profile.Out.Writer.WriteLine($"No policy of the templates allows {principal.Name} anything.");
            return;
        }

        PlainTable.Print(
            console, ["may", "on", "", "why"],
            [.. held.Select(static line => (string[])[line.Actions, line.Answer.Resource.Text, Word(line.Answer.Word), line.Answer.Reason])]);
    }

    private static string NameOf(AskedResource resource) => resource.Text == AskedResource.Any ? "anything" : resource.Text;

    private static string Word(AccessWord word) => word switch
    {
        AccessWord.Allow => "yes",
        AccessWord.Conditional => "if",
        AccessWord.Closed => "closed",
        _ => "no",
    };
}
