using Emulation;
using Tool.Export;

namespace LocalAws.Tests.Export;

public class Variables_of_OpenTelemetry
{
    [Fact]
    public void Ask_for_nothing_unless_they_name_an_address()
    {
        Assert.False(Of(("OTEL_SERVICE_NAME", "mine"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")).IsWanted);
        Assert.False(Of(("OTEL_EXPORTER_OTLP_ENDPOINT", "")).IsWanted);
        Assert.Null(OtlpExport.Start(Of()));
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", true, true)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", false, true)]
    public void Ask_for_what_has_an_address(string name, bool traces, bool metrics)
    {
        var settings = Of((name, "http://127.0.0.1:4317"));
        Assert.Equal((traces, metrics), (settings.SendsTraces, settings.SendsMetrics));
    }

    [Fact]
    public void Turn_off_all_of_it_or_a_part()
    {
        Assert.False(Of(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317"), ("OTEL_SDK_DISABLED", "true")).IsWanted);
        var part = Of(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317"), ("OTEL_METRICS_EXPORTER", "none"));
        Assert.Equal((true, false), (part.SendsTraces, part.SendsMetrics));
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/json")]
    public void Are_refused_by_name_when_nothing_would_arrive(string name, string value)
    {
        var error = Assert.Throws<UsageException>(() => Of(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317"), (name, value)));
        Assert.StartsWith($"{name}={value}: ", error.Message, StringComparison.Ordinal);
    }

    private static OtlpSettings Of(params (string Name, string Value)[] variables) =>
        OtlpSettings.Of(variables.GroupBy(static one => one.Name).Select(static same => KeyValuePair.Create(same.Key, same.Last().Value)));
}
