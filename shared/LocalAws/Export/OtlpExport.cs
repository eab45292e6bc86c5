using System.Collections.Immutable;
using System.Reflection;
using Emulation.Lambda;
using Emulation.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Tool.Export;

/// <summary>
/// Sends what LocalAws does to an OpenTelemetry collector. It is there when its variables are set, and only then: without it nobody listens, and nothing is made. Samplers,
/// headers, batches and time limits follow the standard variables, which the SDK reads itself.
/// </summary>
internal sealed class OtlpExport : IDisposable
{
    private readonly OtlpSettings settings;
    private readonly TracerProvider? traces;
    private readonly MeterProvider? metrics;

    private OtlpExport(OtlpSettings settings)
    {
        this.settings = settings;
        traces = settings.SendsTraces
            ? Sdk.CreateTracerProviderBuilder().SetResourceBuilder(Resource).AddSource(Spans.SourceName).AddOtlpExporter().Build() : null;
        metrics = settings.SendsMetrics
            ? Sdk.CreateMeterProviderBuilder().SetResourceBuilder(Resource).AddMeter(Measures.MeterName).AddOtlpExporter().Build() : null;
    }

    /// <summary>The variables that functions get, so that theirs arrive beside it.</summary>
    public ImmutableDictionary<string, string> HandedOn => FunctionTelemetry.HandedOn(settings.Variables).ToImmutableDictionary();

    /// <summary>Who sends: what the variables say, or else LocalAws.</summary>
    private static ResourceBuilder Resource => ResourceBuilder.CreateEmpty()
        .AddService("localaws", serviceVersion: typeof(OtlpExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion)
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();

    /// <summary>Null when nothing is to be sent.</summary>
    public static OtlpExport? Start(OtlpSettings settings) => settings.IsWanted ? new OtlpExport(settings) : null;

    /// <summary>Sends log lines too: decisions have the trace that they belong to.</summary>
    public void AddLogs(ILoggingBuilder logging)
    {
        if (settings.SendsLogs)
        {
            logging.AddOpenTelemetry(static log =>
            {
                log.IncludeFormattedMessage = true;
                log.SetResourceBuilder(Resource).AddOtlpExporter();
            });
        }
    }

    /// <summary>Sends what is left.</summary>
    public void Dispose()
    {
        traces?.Dispose();
        metrics?.Dispose();
    }
}
