using System.Diagnostics;

namespace Emulation.Telemetry;

/// <summary>
/// What LocalAws does with a request, as spans of .NET's own kind: whoever exports them listens to the source. Without a listener nothing is made and nothing is
/// computed. Names follow OpenTelemetry's semantic conventions where they have one, and begin with <c>localaws.</c> elsewhere. No secret, token, signature or query is in them.
/// </summary>
internal static class Spans
{
    public const string SourceName = "LocalAws";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Whether anybody listens.</summary>
    public static bool AreWanted => Source.HasListeners();

    /// <summary>The span of LocalAws in which this code runs; null without one, whatever spans of others there are.</summary>
    public static Activity? Current => Activity.Current is { } current && ReferenceEquals(current.Source, Source) ? current : null;

    /// <summary>Begins a step of the current request; null when nobody listens, and outside of a request that is traced.</summary>
    public static Activity? Step(string name, ActivityKind kind = ActivityKind.Internal) => Current is null ? null : Source.StartActivity(name, kind);

    /// <summary>Begins the span of a request that another program may have begun a trace for.</summary>
    public static Activity? Begin(string name, ActivityContext sent) => Source.StartActivity(name, ActivityKind.Server, sent);

    /// <summary>Begins a span below another one, which stays the current one: its work is done elsewhere.</summary>
    public static Activity? Aside(string name, ActivityKind kind, Activity parent)
    {
        var current = Activity.Current;
        var aside = Source.StartActivity(name, kind, parent.Context);
        Activity.Current = current;
        return aside;
    }
}
