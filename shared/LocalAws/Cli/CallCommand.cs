using System.CommandLine;
using System.Diagnostics;
using Emulation;
using Spectre.Console;
using Tool.Calling;
using Tool.Completion;
using Tool.Terminal;

namespace Tool.Cli;

/// <summary><c>localaws call</c>: signs a request, sends it to the LocalAws that is up, and shows what comes back. Exit code 0 below 400, else 1.</summary>
internal sealed class CallCommand
{
    private readonly RunningOptions running;
    private readonly Option<string?> caller;
    private readonly Argument<string?> method = new("METHOD") { HelpName = "METHOD", Description = "GET, POST, ...", Arity = ArgumentArity.ZeroOrOne };
    private readonly Argument<string?> target = new("TARGET")
    {
        Description = "API/path by the API's logical id or id, without the stage where it has one only; stack/API/path; /path where one API takes it; or a URL.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> data = new("--data", "-d")
    {
        Description = "The body: a text, @FILE, or - for standard input. JSON, unless a header says otherwise.",
        HelpName = "TEXT",
    };

    private readonly Option<string[]> header = new("--header", "-H") { Description = "A header. May be repeated.", HelpName = "NAME: VALUE" };
    private readonly Option<string?> token = new("--token") { Description = "A token in place of a signature: a text, @FILE, or - for standard input.", HelpName = "TOKEN" };
    private readonly Option<string?> service = new("--service")
    {
        Description = "The service to sign for, where the target does not tell it; a path is then one of LocalAws itself, such as /2015-03-31/functions/ of lambda.",
        HelpName = "NAME",
    };

    private readonly Option<bool> include = new("--include", "-i") { Description = "Status and headers in a pipe too." };
    private readonly Option<bool> curl = new("--curl") { Description = "Print the curl command that does the same (bash, zsh), and send nothing." };
    private readonly Option<string> format = new("--format") { Description = "text or json.", DefaultValueFactory = static _ => "text" };

    private CallCommand(StackArguments stack)
    {
        running = new RunningOptions(stack);
        caller = AsOption.Create(stack, "nobody: the request is not signed");
        method.CompletionSources.Add(TemplateValues.Methods);
        target.CompletionSources.Add(context => Suggestions.ArgumentsBefore(context) is [var verb] ? TemplateValues.Targets(stack.Typed, context, verb) : []);
        format.AcceptOnlyFromAmong("text", "json");
    }

    public static Command Create(StackArguments stack)
    {
        var call = new CallCommand(stack);
        var command = new Command("call", "Call an API of a LocalAws that is up, signed as a role: localaws call --as ROLE POST API/path --data '{}'.")
        {
            call.method, call.target, call.caller, call.data, call.header, call.token, call.service, call.include, call.curl, call.format,
        };
        call.running.AddTo(command);
        command.SetAction((parsed, cancellation) => Guard.RunAsync(() => call.RunAsync(parsed, cancellation)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var (verb, wanted) = (parsed.GetValue(method), parsed.GetValue(target)) switch
        {
            ({ } named, { } path) => (named.ToUpperInvariant(), path),
            ({ } only, null) => throw new UsageException(only.Contains('/', StringComparison.Ordinal)
                ? $"Say the method too: localaws call GET {only}"
                : $"Say what to call: localaws call {only.ToUpperInvariant()} API/path"),
            _ => throw new UsageException("Say what to call: localaws call [--as ROLE] METHOD API/path. 'localaws routes' lists what there is."),
        };
        var name = parsed.GetValue(caller) is { } someone && !Callers.IsNobody(someone) ? someone : null;
        using var aws = running.Find(parsed, signs: name is not null);
        var stack = await aws.StackAsync(cancellation).ConfigureAwait(false);
        var place = new CallTargets(stack, aws.Endpoint).Find(verb, wanted, parsed.GetValue(service));
        var tokenText = await TextOrFile.ReadTextAsync("--token", parsed.GetValue(token), cancellation).ConfigureAwait(false);
        var call = CallRequest.Of(
            verb,
            place,
            parsed.GetValue(header) ?? [],
            tokenText?.Trim(),
            await TextOrFile.ReadAsync("--data", parsed.GetValue(data), cancellation).ConfigureAwait(false)) with
        {
            Files = new CallFiles(TextOrFile.FileOf(parsed.GetValue(token)) is { } file ? new TokenFile(file, tokenText!) : null, TextOrFile.FileOf(parsed.GetValue(data))),
        };
        if (name is not null && call.IsAuthorized)
        {
            throw new UsageException("A call is signed, or has a token: leave out --as, or --token and the header Authorization.");
        }

        if (name is not null && place.Service is null)
        {
            throw new UsageException($"Nobody can tell for which service to sign {wanted}. Name it, such as --service lambda.");
        }

        var who = name is null ? null : await new Callers(aws, TimeProvider.System).FindAsync(name, cancellation).ConfigureAwait(false);
        if (parsed.GetValue(curl))
        {
            return await PrintAsync(CurlText.Of(call, aws.Region, name is null ? null : ExportOf(name, parsed))).ConfigureAwait(false);
        }

        return await SendAsync(aws, call, who, parsed, cancellation).ConfigureAwait(false);
    }

    private static async Task<int> PrintAsync(CurlText curl)
    {
        foreach (var (variable, header) in curl.Secrets)
        {
            await Console.Error.WriteLineAsync($"localaws: the value of {header} is not printed: set {variable} to it before you run the command.").ConfigureAwait(false);
        }

        await Console.Out.WriteAsync(curl.Text).ConfigureAwait(false);
        return CommandLine.Done;
    }

    private async Task<int> SendAsync(RunningLocalAws aws, CallRequest call, SignedAs? who, ParseResult parsed, CancellationToken cancellation)
    {
        using var request = call.Signed(aws.Region, who?.Credentials, TimeProvider.System.GetUtcNow());
        var started = Stopwatch.GetTimestamp();
        using var response = await aws.SendAsync(request, cancellation).ConfigureAwait(false);
        var answer = await AnswerOfAsync(aws, call, response, Stopwatch.GetElapsedTime(started), cancellation).ConfigureAwait(false);
        try
        {
            if (parsed.GetValue(format) == "json")
            {
                await Console.Out.WriteAsync(await AnswerView.JsonAsync(answer, cancellation).ConfigureAwait(false)).ConfigureAwait(false);
            }
            else if (AnsiConsole.Profile.Out.IsTerminal)
            {
                await AnswerView.ShowAsync(AnsiConsole.Console, answer, cancellation).ConfigureAwait(false);
            }
            else
            {
                await using var output = Console.OpenStandardOutput();
                await AnswerView.PassOnAsync(output, OpenConsole.On(Console.Error), answer, parsed.GetValue(include), cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is HttpRequestException or HttpIOException)
        {
            throw new UsageException($"The answer ended before it was whole: {e.Message}");
        }

        return answer.IsSuccess ? CommandLine.Done : CommandLine.DoesNotHold;
    }

    /// <summary>The answer, with what LocalAws says of a refusal.</summary>
    private static async Task<CallAnswer> AnswerOfAsync(RunningLocalAws aws, CallRequest call, HttpResponseMessage response, TimeSpan took, CancellationToken cancellation)
    {
        var reason = (int)response.StatusCode < 400 ? null : CallAnswer.ReasonOf(response);
        var explained = reason is null ? null
            : CallAnswer.DecisionOf(response) is { } id ? await aws.ExplainAsync(id, cancellation).ConfigureAwait(false) ?? new Explained(reason, [])
            : new Explained(reason, []);
        var hint = reason is null || call.Target.Api is not { } api ? null : CalledRoute.Hint(api, call.Method, call.Target.Path);
        return new CallAnswer(response, took, explained, hint);
    }

    private string ExportOf(string name, ParseResult parsed) =>
        string.Join(' ', ((string[])["localaws", "exec", "--as", name, "--export", "env", .. running.Repeated(parsed)]).Select(CurlText.Quoted));
}
