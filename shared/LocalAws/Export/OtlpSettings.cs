using System.Collections;
using System.Collections.Immutable;
using Emulation;

namespace Tool.Export;

/// <summary>OpenTelemetry's variables of this process, as far as they are about sending. "Environment Variable Specification" and "OpenTelemetry Protocol Exporter".</summary>
internal sealed record OtlpSettings(ImmutableDictionary<string, string> Variables)
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    public bool SendsTraces => Sends("TRACES");

    public bool SendsMetrics => Sends("METRICS");

    public bool SendsLogs => Sends("LOGS");

    /// <summary>Whether there is anything to send, and anybody to send it to.</summary>
    public bool IsWanted => SendsTraces || SendsMetrics || SendsLogs;

    /// <summary>Reads the variables.</summary>
    /// <exception cref="UsageException">An address or a protocol is none: nothing would arrive, and nobody would know why.</exception>
    public static OtlpSettings Read() => Of(
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(static one => KeyValuePair.Create((string)one.Key, (string?)one.Value ?? "")));

    public static OtlpSettings Of(IEnumerable<KeyValuePair<string, string>> variables)
    {
        var settings = new OtlpSettings(variables.Where(static one => one.Key.StartsWith("OTEL_", StringComparison.Ordinal) && one.Value.Length > 0).ToImmutableDictionary());
        if (settings.IsWanted)
        {
            foreach (var signal in (string[])["", "TRACES_", "METRICS_", "LOGS_"])
            {
                settings.CheckEndpoint($"OTEL_EXPORTER_OTLP_{signal}ENDPOINT");
                settings.CheckProtocol($"OTEL_EXPORTER_OTLP_{signal}PROTOCOL");
            }
        }

        return settings;
    }

    private bool Sends(string signal) =>
        !string.Equals(Variables.GetValueOrDefault("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase)
        && Variables.GetValueOrDefault($"OTEL_{signal}_EXPORTER") is null or "otlp"
        && (Variables.ContainsKey(Endpoint) || Variables.ContainsKey($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"));

    private void CheckEndpoint(string name)
    {
        if (Variables.TryGetValue(name, out var value) && !(Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
        {
            throw new UsageException($"{name}={value}: that is no address of a server. Give scheme, host and port, such as http://127.0.0.1:4317 for {Protocol}=grpc.");
        }
    }

    private void CheckProtocol(string name)
    {
        if (Variables.TryGetValue(name, out var value) && value is not ("grpc" or "http/protobuf"))
        {
            throw new UsageException($"{name}={value}: LocalAws sends by grpc (the default, port 4317 as a rule) or http/protobuf (port 4318).");
        }
    }
}
