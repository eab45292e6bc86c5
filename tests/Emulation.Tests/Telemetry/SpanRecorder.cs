using System.Diagnostics;
using Emulation.Telemetry;

namespace Emulation.Tests.Telemetry;

/// <summary>Tests that listen, or that need nobody to listen: one at a time, since a listener hears the whole process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Listening
{
    public const string Name = "Listening to spans";
}

/// <summary>Keeps every span that LocalAws ends while it is there.</summary>
internal sealed class SpanRecorder : IDisposable
{
    private readonly ActivityListener listener;
    private readonly List<Activity> ended = [];

    public SpanRecorder()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == Spans.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (ended)
                {
                    ended.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    public IReadOnlyList<Activity> Ended
    {
        get
        {
            lock (ended)
            {
                return [.. ended];
            }
        }
    }

    public Activity this[string name] => Ended.Single(span => span.DisplayName == name);

    public void Dispose() => listener.Dispose();
}
