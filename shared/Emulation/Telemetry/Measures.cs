using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Emulation.Telemetry;

/// <summary>
/// What LocalAws counts and times for whoever watches it. Figures are told apart by words of the template and of AWS, so that there are few of them: by no path, and by no
/// principal. OpenTelemetry's semantic conventions for HTTP and for functions as a service; <c>localaws.</c> for what they do not know.
/// </summary>
internal static class Measures
{
    public const string MeterName = "LocalAws";

    private const string Seconds = "s";
    private static readonly Meter Meter = new(MeterName);
    private static readonly Histogram<double> Requests = Meter.CreateHistogram<double>("http.server.request.duration", Seconds, "Requests, from the first byte to the answer.");
    private static readonly Counter<long> Decisions = Meter.CreateCounter<long>("localaws.decisions", "{decision}", "Decisions about requests.");
    private static readonly Histogram<double> DecisionTimes = Meter.CreateHistogram<double>("localaws.decision.duration", Seconds, "From a request's arrival to its decision.");
    private static readonly Histogram<double> Invocations = Meter.CreateHistogram<double>("faas.invoke_duration", Seconds, "Calls of functions, the start of a process included.");
    private static readonly Counter<long> ColdStarts = Meter.CreateCounter<long>("faas.coldstarts", "{coldstart}", "Calls of functions that were the first of their process.");
    private static readonly Counter<long> Errors = Meter.CreateCounter<long>("faas.errors", "{error}", "Calls of functions that failed.");

    /// <summary>Whether anybody reads any of them.</summary>
    public static bool AreWanted => Requests.Enabled || Decisions.Enabled || DecisionTimes.Enabled;

    /// <summary>Where a time begins that is measured; 0 when nobody reads it.</summary>
    public static long Now => DecisionTimes.Enabled || Invocations.Enabled ? TimeProvider.System.GetTimestamp() : 0;

    public static void Answered(HttpRequest request, RouteTag? route, int status, TimeSpan duration)
    {
        if (Requests.Enabled)
        {
            var tags = new TagList
            {
                { "http.request.method", MethodOf(request.Method) },
                { "url.scheme", request.Scheme },
                { "http.response.status_code", status },
            };
            AddRoute(ref tags, route);
            Requests.Record(duration.TotalSeconds, tags);
        }
    }

    /// <summary>A decision.</summary>
    /// <param name="route">Which route of which API; of a call of a service its name and the operation. Null when no route took it.</param>
    /// <param name="verdict">What it came to.</param>
    /// <param name="by">The kind of policy that decided, or of check that refused before any was asked.</param>
    /// <param name="since">When the request arrived.</param>
    public static void Decided(RouteTag? route, string verdict, string by, long since)
    {
        if (!Decisions.Enabled && !DecisionTimes.Enabled)
        {
            return;
        }

        var tags = new TagList { { "localaws.decision.verdict", verdict }, { "localaws.decision.by", by } };
        AddRoute(ref tags, route);
        Decisions.Add(1, tags);
        if (since != 0)
        {
            DecisionTimes.Record(TimeProvider.System.GetElapsedTime(since).TotalSeconds, tags);
        }
    }

    /// <summary>A function has answered, or failed.</summary>
    public static void Invoked(string function, bool hasFailed, long since)
    {
        var name = Name(function);
        if (since != 0)
        {
            Invocations.Record(TimeProvider.System.GetElapsedTime(since).TotalSeconds, name);
        }

        if (hasFailed)
        {
            Errors.Add(1, name);
        }
    }

    /// <summary>A process took its first call.</summary>
    public static void StartedCold(string function) => ColdStarts.Add(1, Name(function));

    private static KeyValuePair<string, object?> Name(string function) => new("faas.invoked_name", function);

    /// <summary>A method that HTTP does not know is the client's word.</summary>
    private static string MethodOf(string method) => method is "GET" or "POST" or "PUT" or "DELETE" or "PATCH" or "HEAD" or "OPTIONS" or "TRACE" or "CONNECT" ? method : "_OTHER";

    private static void AddRoute(ref TagList tags, RouteTag? route)
    {
        if (route is not null)
        {
            tags.Add("localaws.api", route.Api);
            tags.Add("http.route", route.Route);
        }
    }
}
