using System.Collections.Immutable;
using Emulation;
using SigV4;

namespace Tool.Conformance;

/// <summary>A row that was tried.</summary>
/// <param name="Set">The name of its file.</param>
/// <param name="Row">The row.</param>
/// <param name="Differences">What was otherwise than on AWS, the verdict first; empty where nothing was.</param>
internal sealed record RowResult(string Set, ConformanceRow Row, ImmutableArray<RowDifference> Differences)
{
    public bool IsSame => Differences.IsEmpty;

    /// <summary>Whether the verdict is AWS's, words and codes aside.</summary>
    public bool HasVerdict => !Differences.Any(static one => one.What is "verdict" or "setup");

    public string Name => $"{Set}/{Row.Name}";
}

/// <summary>Something that was otherwise.</summary>
internal sealed record RowDifference(string What, string Aws, string Here);

/// <summary>Tries rows one after another: makes what they need, sends the request, compares, and takes back what was made.</summary>
/// <param name="client">Sends.</param>
/// <param name="run">The mark of this run in names.</param>
/// <param name="region">The region.</param>
/// <param name="wait">How long what was made takes to be known everywhere: on AWS some seconds.</param>
/// <param name="time">Waits.</param>
internal sealed class ConformanceRun(RowClient client, string run, string region, TimeSpan wait, TimeProvider time)
{
    private static readonly RowCall WhoAmI = new() { Service = "sts", Action = "GetCallerIdentity" };

    /// <exception cref="UsageException">The credentials are nobody's there.</exception>
    public async Task<ImmutableArray<RowResult>> TryAsync(ImmutableArray<RowSet> sets, Action<RowResult> told, CancellationToken cancellation)
    {
        var values = new RunValues();
        var identity = await client.SendAsync(WhoAmI, values, cancellation).ConfigureAwait(false);
        values.Set("account", identity.Value("Account")
            ?? throw new UsageException(
                $"GetCallerIdentity is refused ({identity.Status} {identity.Code}): {identity.Message} Who signs has to be an administrator of an account for tests."));
        values.Set("caller", identity.Value("Arn")!);
        values.Set("run", run);
        values.Set("region", region);
        var results = ImmutableArray.CreateBuilder<RowResult>();
        foreach (var set in sets)
        {
            var made = new Stack<RowCall>();
            try
            {
                var wrong = await MakeAsync(set.File.Given, values, made, cancellation).ConfigureAwait(false);
                foreach (var row in set.File.Rows)
                {
                    var result = wrong is null ? await TryAsync(set.Name, row, values, cancellation).ConfigureAwait(false) : new RowResult(set.Name, row, [wrong]);
                    results.Add(result);
                    told(result);
                }
            }
            finally
            {
                await TakeBackAsync(made, values).ConfigureAwait(false);
            }
        }

        return results.ToImmutable();
    }

    private async Task<RowResult> TryAsync(string set, ConformanceRow row, RunValues values, CancellationToken cancellation)
    {
        var made = new Stack<RowCall>();
        try
        {
            if (await MakeAsync(row.Given, values, made, cancellation).ConfigureAwait(false) is { } wrong)
            {
                return new RowResult(set, row, [wrong]);
            }

            var answer = await SendAsync(row.Request, values, made, cancellation).ConfigureAwait(false);
            return new RowResult(set, row, [.. Compare(row.Expect, answer, values)]);
        }
        finally
        {
            await TakeBackAsync(made, values).ConfigureAwait(false);
        }
    }

    private static IEnumerable<RowDifference> Compare(RecordedAnswer aws, RowAnswer here, RunValues values)
    {
        if (aws.Verdict != here.Verdict)
        {
            yield return new RowDifference("verdict", $"{aws.Verdict}", $"{here.Verdict}{(here.Code is null ? "" : $" ({here.Status} {here.Code}: {here.Message})")}");
        }

        if (aws.Status is { } status && status != here.Status)
        {
            yield return new RowDifference("status", $"{status}", $"{here.Status}");
        }

        if (aws.Code is not null && aws.Code != here.Code)
        {
            yield return new RowDifference("code", aws.Code, here.Code ?? "none");
        }

        if (aws.Message is not null && values.Fill(aws.Message) is var words && words != here.Message)
        {
            yield return new RowDifference("words", words, here.Message ?? "none");
        }

        foreach (var (path, value) in aws.Values.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            if (values.Fill(value) is var wanted && here.Value(path) != wanted)
            {
                yield return new RowDifference(path is "EvalDecision" ? "verdict" : path, wanted, here.Value(path) ?? "none");
            }
        }
    }

    /// <summary>What went wrong; null where nothing did.</summary>
    private async Task<RowDifference?> MakeAsync(ImmutableArray<RowCall> calls, RunValues values, Stack<RowCall> made, CancellationToken cancellation)
    {
        foreach (var call in calls)
        {
            var answer = await SendAsync(call, values, made, cancellation).ConfigureAwait(false);
            if (answer.Verdict != RowVerdict.Allow)
            {
                var name = call.Action ?? call.Target ?? $"{call.Method} {call.Path}";
                return new RowDifference("setup", "done", $"{name} is refused ({answer.Status} {answer.Code}): {answer.Message}");
            }
        }

        if (wait > TimeSpan.Zero && calls.Any(static call => call.Service != "sts"))
        {
            await Task.Delay(wait, time, cancellation).ConfigureAwait(false);
        }

        return null;
    }

    private async Task<RowAnswer> SendAsync(RowCall call, RunValues values, Stack<RowCall> made, CancellationToken cancellation)
    {
        var answer = await client.SendAsync(call, values, cancellation).ConfigureAwait(false);
        if (answer.Verdict == RowVerdict.Allow)
        {
            Keep(call, answer, values);
            foreach (var undo in call.Undo.Reverse())
            {
                made.Push(undo);
            }
        }

        return answer;
    }

    private static void Keep(RowCall call, RowAnswer answer, RunValues values)
    {
        foreach (var (name, path) in call.Save)
        {
            values.Set(name, answer.Value(path) ?? "");
        }

        if (call.Credentials is { } credentials && answer.Value("AccessKeyId") is { } key && answer.Value("SecretAccessKey") is { } secret)
        {
            values.Set(credentials, new AwsCredentials(key, secret, answer.Value("SessionToken")));
        }
    }

    /// <summary>In reverse, and to the end: what one call leaves behind is no reason to leave the rest, nor is that somebody stopped the run.</summary>
    private async Task TakeBackAsync(Stack<RowCall> made, RunValues values)
    {
        while (made.TryPop(out var undo))
        {
            try
            {
                await client.SendAsync(undo, values, CancellationToken.None).ConfigureAwait(false);
            }
            catch (HttpRequestException)
            {
                // The server is gone, and whoever runs the rows hears of that.
            }
        }
    }
}
