using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;

namespace ServiceDefaults;

/// <summary>Spans of a service: its invocations, its requests and its own calls of others, which carry the trace on.</summary>
internal static class Telemetry
{
    /// <summary>Sends them where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says, under <c>OTEL_SERVICE_NAME</c>; without the first nothing is made.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (!string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            builder.Services.AddOpenTelemetry().WithTracing(static traces => traces.AddSource("Lambda", "System.Net.Http").AddAspNetCoreInstrumentation().AddOtlpExporter());
        }
    }
}
