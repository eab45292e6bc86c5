using System.CommandLine;
using Emulation;
using Emulation.Access;
using Emulation.Access.AnyAction;
using Spectre.Console;
using Tool.Terminal;

namespace Tool.Cli;

/// <summary><c>localaws who-can</c>: who may do something to a resource, from the templates alone.</summary>
internal static class WhoCanCommand
{
    public static Command Create(StackArguments stack)
    {
        var action = new Argument<string>("ACTION") { Description = "Such as s3:GetObject; execute-api:Invoke is what 'localaws matrix' tells." };
        var resource = new Argument<string?>("RESOURCE")
        {
            Description = "Logical id, with what follows it (Receipts/2026/*), or ARN; * stands for anything.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var all = new Option<bool>("--all") { Description = "Also those who may not, and why." };
        var output = new OutputOptions(new OutputFormat("table"), new OutputFormat("json", ".json"));
        var command = new Command("who-can", "Show who may do something to a resource, and which statement decides it.") { action, resource, all };
        output.AddTo(command);
        stack.AddTo(command);
        command.SetAction((parsed, cancellation) => Guard.RunAsync(async () =>
        {
            var stacks = LoadedStacks.Load(stack.Read(parsed));
            var asked = AskedResources.Action(parsed.GetValue(action)!);
            var on = new AskedResources(stacks).Of(asked, parsed.GetValue(resource));
            var answers = new AccessOfActions(stacks).Of(asked, on).Where(answer => parsed.GetValue(all) || answer.Word != AccessWord.Deny).ToList();
            await output.WriteAsync(
                parsed, () => ActionAccessJson.Of(asked.Name, on, answers), () => ActionAccessView.Print(AnsiConsole.Console, asked.Name, on, answers), cancellation)
                .ConfigureAwait(false);
            return CommandLine.Done;
        }));
        return command;
    }
}
