namespace Benchmarks.Start;

/// <summary><c>ratios start</c>: what a person waits for, and what the program takes meanwhile. It publishes first, which takes some minutes.</summary>
internal static class StartRun
{
    public static async Task<int> RunAsync(Action<string, double> print)
    {
        using var programs = await PublishedPrograms.MakeAsync();
        var verb = StartTimes.OfVerb(programs);
        print("verb_over_hello", verb.Ratio);
        print("verb_ms", verb.One);
        print("hello_ms", verb.Other);
        var ready = StartTimes.UntilReady(programs);
        print("ready_over_hello", ready.Ratio);
        print("ready_ms", ready.One);
        print("bare_server_ms", ready.Other);
        var (first, next) = await HarnessStarts.MeasureAsync();
        print("start_first_ms", first);
        print("start_next_ms", next);
        var resident = await ResidentMemory.MeasureAsync(programs);
        print("resident_mb_after_100k", resident.Megabytes);
        print("resident_growth", resident.Growth);
        return 0;
    }
}
