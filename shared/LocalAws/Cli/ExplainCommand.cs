using System.CommandLine;
using Emulation;
using Emulation.Access;
using Emulation.Decisions;
using Emulation.Explain;
using Emulation.Gateway.Routing;
using Tool.Completion;

namespace Tool.Cli;

/// <summary>
/// <c>localaws explain</c>: why a call is allowed or refused; of a call not yet made, or by the decision id of one that was. And whether a role would let in
/// whoever has a token of an identity provider.
/// </summary>
internal static class ExplainCommand
{
    public static Command Create(StackArguments stack)
    {
        var call = new Argument<string[]>("CALL")
        {
            HelpName = "METHOD PATH|ID",
            Description = "METHOD PATH of a call, such as POST /charges; or the decision id of an answer (x-localaws-decision), or the authorization id of a refusal.",
            Arity = new ArgumentArity(0, 2),
        };
        var principal = new Option<string?>("--as")
        {
            Description = "Who calls: a role or user by its name in the template, its own name or its ARN, or anonymous.",
            HelpName = "PRINCIPAL",
        };
        var api = new Option<string?>("--api") { Description = "The API, when several have the route.", HelpName = "NAME" };
        var context = new Option<string[]>("--context") { Description = "A condition key of the request; several values with commas.", HelpName = "KEY=VALUE" };
        var body = new Option<string?>("--body") { Description = "The request's body. No policy sees it: it is taken so that a call can be pasted whole.", HelpName = "TEXT" };
        var running = new RunningOptions(stack, takesStack: true, "For a decision id. Default: as the profiles beside the template say.");
        var format = new Option<string>("--format") { Description = "text or json.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        call.CompletionSources.Add(TemplateValues.Methods);
        call.CompletionSources.Add(context => Suggestions.ArgumentsBefore(context) is [var method] ? TemplateValues.Paths(stack.Typed, context, method) : []);
        principal.CompletionSources.Add(context => TemplateValues.Callers(stack.Typed, context));
        api.CompletionSources.Add(context => TemplateValues.Apis(stack.Typed, context));
        var trust = new TrustOptions(stack);
        var command = new Command(
            "explain",
            "Explain why a call is allowed or refused, and what would change it. Or whether a role would let in a job of GitHub or GitLab, a service account, or any token: "
                + "exit code 1 when it would not.") { call, principal, api, context, body, format };
        trust.AddTo(command);
        running.AddTo(command);
        command.SetAction((parsed, cancellation) => Guard.RunAsync(() => parsed.GetValue(call) switch
        {
            [] or null when trust.AreGiven(parsed) => trust.PrintAsync(parsed, () => Load(stack, parsed, context), parsed.GetValue(format)!, cancellation),
            [var word, ..] when trust.AreGiven(parsed) => throw new UsageException($"'{word}': a call and a token are two questions. Ask one of them."),
            [var word] when parsed.GetValue(principal) is { } someone => throw new UsageException(Half(word, someone)),
            [var id] when (Guid.TryParse(id, out _) ? id : AuthorizationId.DecisionOf(id)) is { } decision => PrintDecisionAsync(
                decision, running.AddressOf(parsed), parsed.GetValue(format)!, cancellation),
            [var word] => throw new UsageException(
                $"'{word}' is no decision id, which an answer has in its header x-localaws-decision. {Half(word, "PRINCIPAL")}"),
            [var method, var path] => PrintAsync(
                Load(stack, parsed, context),
                stacks => RouteQuestion.Of(
                    stacks,
                    parsed.GetValue(principal) ?? throw new UsageException("Say who calls with --as, such as --as StorefrontRole."),
                    method,
                    path,
                    parsed.GetValue(api),
                    KeyValueOption.Read("--context", parsed.GetValue(context))),
                parsed.GetValue(format)!),
            _ => throw new UsageException(
                "Name the call as METHOD PATH, or give a decision id. Whether a role would take a token: localaws explain --github repo=ORG/REPO branch=main --role ROLE."),
        }));
        return command;
    }

    private static LoadedStacks Load(StackArguments stack, ParseResult parsed, Option<string[]> context) =>
        LoadedStacks.Load(stack.Read(parsed) with { ContextKeys = KeyValueOption.Read("--context", parsed.GetValue(context)) });

    /// <summary>Of a method and a path one was forgotten.</summary>
    private static string Half(string word, string someone) => word.Contains('/', StringComparison.Ordinal)
        ? $"Of a call not yet made, say the method too: localaws explain --as {someone} GET {word}"
        : $"Of a call not yet made, say method and path: localaws explain --as {someone} {(RouteTable.IsMethod(word.ToUpperInvariant()) ? word.ToUpperInvariant() : "GET")} /path";

    private static async Task<int> PrintAsync(LoadedStacks stacks, Func<LoadedStacks, RouteQuestion> ask, string format)
    {
        var text = ExplanationText.Of(ask(stacks), stacks);
        await Console.Out.WriteAsync(format == "json" ? text.ToJson() : text.ToString()).ConfigureAwait(false);
        return CommandLine.Done;
    }

    /// <summary>Asks the LocalAws that made the decision.</summary>
    private static async Task<int> PrintDecisionAsync(string id, Uri endpoint, string format, CancellationToken cancellation)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };
        var url = new Uri(endpoint, $"/_localaws/decisions/{Uri.EscapeDataString(id)}?format={format}");
        try
        {
            using var response = await client.GetAsync(url, cancellation).ConfigureAwait(false);
            var text = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw new UsageException(response.StatusCode == System.Net.HttpStatusCode.NotFound
                    ? $"There is no decision {id}: LocalAws keeps the last 10,000 of this run."
                    : text);
            }

            await Console.Out.WriteAsync(text).ConfigureAwait(false);
            return CommandLine.Done;
        }
        catch (HttpRequestException)
        {
            throw new UsageException(
                $"Nothing answers at {endpoint.Authority}. A decision id needs the LocalAws that made it: name its --port. For a call not yet made: "
                    + "localaws explain --as PRINCIPAL METHOD PATH.");
        }
    }
}
