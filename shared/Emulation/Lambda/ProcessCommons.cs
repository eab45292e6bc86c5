namespace Emulation.Lambda;

/// <summary>What the processes of all functions share, for as long as LocalAws runs.</summary>
/// <param name="LogStreams">Names their log streams.</param>
/// <param name="Orphans">Ends them should this process be killed.</param>
/// <param name="Notes">Says what a person should know of how they run.</param>
internal sealed record ProcessCommons(LogStreams LogStreams, OrphanWatch Orphans, FunctionNotes Notes)
{
    /// <summary>Tells of those that cannot start.</summary>
    public StartFailures Failures { get; } = new();

    public static ProcessCommons Of(FunctionHostOptions options)
    {
        var streams = new LogStreams(options.Ids);
        return new ProcessCommons(streams, new OrphanWatch(streams.Owner), new FunctionNotes(options.Logging.CreateLogger("Function")));
    }
}
