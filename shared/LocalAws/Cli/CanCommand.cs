using System.CommandLine;
using Emulation;
using Emulation.Access;
using Emulation.Access.AnyAction;
using Sam.Errors;
using Spectre.Console;
using Tool.Terminal;

namespace Tool.Cli;

/// <summary><c>localaws can</c>: what a principal may do at all, or whether it may do one thing.</summary>
internal static class CanCommand
{
    public static Command Create(StackArguments stack)
    {
        var principal = new Argument<string>("PRINCIPAL") { Description = "Role or user of a template: logical id, name or ARN; also 'anonymous'." };
        var action = new Argument<string?>("ACTION") { Description = "Such as sqs:SendMessage. Without it: all that it may.", Arity = ArgumentArity.ZeroOrOne };
        var resource = new Argument<string?>("RESOURCE")
        {
            Description = "Logical id, with what follows it (Receipts/2026/*), or ARN; * stands for anything.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var output = new OutputOptions(new OutputFormat("table"), new OutputFormat("json", ".json"));
        var command = new Command("can", "Show what a principal may do, or whether it may do one thing: exit code 1 when it may not.") { principal, action, resource };
        output.AddTo(command);
        stack.AddTo(command);
        command.SetAction((parsed, cancellation) => Guard.RunAsync(async () =>
        {
            var stacks = LoadedStacks.Load(stack.Read(parsed));
            if (parsed.GetValue(action) is { } name)
            {
                var asked = AskedResources.Action(name);
                var on = new AskedResources(stacks).Of(asked, parsed.GetValue(resource));
                var access = new AccessOfActions(stacks);
                var answer = access.Of(Named(parsed.GetValue(principal)!, access.PrincipalsFor(on)), asked, on);
                await output.WriteAsync(
                    parsed, () => ActionAccessJson.Of(asked.Name, on, [answer]), () => ActionAccessView.Print(AnsiConsole.Console, answer), cancellation).ConfigureAwait(false);
                return answer.Word is AccessWord.Allow or AccessWord.Conditional ? CommandLine.Done : CommandLine.DoesNotHold;
            }

            var who = Named(parsed.GetValue(principal)!, new AccessOfActions(stacks).PrincipalsFor(null));
            var held = new HeldAccess(stacks, who).All;
            await output.WriteAsync(parsed, () => ActionAccessJson.Of(who, held), () => ActionAccessView.Print(AnsiConsole.Console, who, held), cancellation).ConfigureAwait(false);
            return CommandLine.Done;
        }));
        return command;
    }

    /// <exception cref="UsageException">Nobody is called so.</exception>
    private static MatrixPrincipal Named(string text, IEnumerable<MatrixPrincipal> known)
    {
        var all = known.ToList();
        return all.Find(one => one.Name == text || one.Principal.PolicyArn == text || (one.Principal.PolicyArn?.EndsWith($"/{text}", StringComparison.Ordinal) ?? false))
            ?? throw new UsageException(
                $"No role or user is called '{text}'.{(DidYouMean.Closest(text, all.Select(static one => one.Name)) is { } close ? $" Did you mean '{close}'?" : "")}");
    }
}
