using System.Collections.Immutable;

namespace Emulation.Lambda;

/// <summary>Answers invocations of a function in place of its processes, until the function's time is up.</summary>
internal delegate Task<InvocationResult> FunctionStandIn(Invocation invocation, CancellationToken limit);

/// <summary>
/// What stands in for functions: some from the start, which are then neither built nor started, and some for a while. By logical id, or by <c>stack/LogicalId</c> where
/// several stacks have it. Of several for one
/// function the latest counts.
/// </summary>
internal sealed class FunctionStandIns(ImmutableDictionary<string, FunctionStandIn> lasting)
{
    private ImmutableList<KeyValuePair<string, FunctionStandIn>> passing = [];

    public static FunctionStandIns None => new(ImmutableDictionary<string, FunctionStandIn>.Empty);

    /// <summary>Whether every function runs, at this moment.</summary>
    public bool AreNone => lasting.IsEmpty && Volatile.Read(ref passing).IsEmpty;

    /// <summary>The functions that never run.</summary>
    public IEnumerable<string> Replaced => lasting.Keys;

    /// <summary>Whether a function never runs.</summary>
    public bool Replaces(string function) => lasting.ContainsKey(function);

    /// <summary>What answers an invocation at this moment; null for the function's processes.</summary>
    public FunctionStandIn? For(string function) =>
        Volatile.Read(ref passing).FindLast(p => p.Key == function).Value ?? lasting.GetValueOrDefault(function);

    /// <summary>Stands in until the result is disposed of.</summary>
    public IDisposable Put(string function, FunctionStandIn standIn)
    {
        // An entry of its own, which is found again however often the same delegate is put.
        var entry = KeyValuePair.Create(function, new FunctionStandIn(standIn.Invoke));
        ImmutableInterlocked.Update(ref passing, static (all, added) => all.Add(added), entry);
        return new Ending(() => ImmutableInterlocked.Update(ref passing, static (all, gone) => all.Remove(gone), entry));
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
