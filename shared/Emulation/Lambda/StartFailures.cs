namespace Emulation.Lambda;

/// <summary>
/// Tells at once of a function whose processes cannot start, one line for each new reason and each new code, however many calls wait; and that it works again.
/// </summary>
internal sealed class StartFailures
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (string Stamp, FailedInit Why)> failing = new(StringComparer.Ordinal);

    /// <summary>A process has ended before it asked for an invocation.</summary>
    public void Failed(FunctionPool pool, FailedInit why)
    {
        lock (gate)
        {
            if (failing.TryGetValue(KeyOf(pool), out var known) && known == (pool.Stamp, why))
            {
                return;
            }

            failing[KeyOf(pool)] = (pool.Stamp, why);
        }

        var (place, file) = (why.Place is null ? "" : $" ({why.Place})", pool.Output.Path is { } path ? $" Its log: {ShownPath.Of(path)}" : "");
        Log.FunctionCannotStart(pool.Logger, pool.Deployed.Shown, place, why.Why.TrimEnd('.'), file);
    }

    /// <summary>A process has asked for an invocation.</summary>
    public void Started(FunctionPool pool)
    {
        bool hadFailed;
        lock (gate)
        {
            hadFailed = failing.Remove(KeyOf(pool));
        }

        if (hadFailed)
        {
            Log.FunctionWorksAgain(pool.Logger, pool.Deployed.Shown);
        }
    }

    private static string KeyOf(FunctionPool pool) => pool.Deployed.Function.Arn.ToString();
}
