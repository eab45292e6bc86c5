using Sam;

namespace Emulation.Lambda;

/// <summary>
/// The OpenTelemetry variables of a function's process: where its spans go, and whose they are. OpenTelemetry, "Environment Variable Specification" and
/// the conventions for AWS Lambda.
/// </summary>
internal static class FunctionTelemetry
{
    private const string ServiceName = "OTEL_SERVICE_NAME";
    private const string ResourceAttributes = "OTEL_RESOURCE_ATTRIBUTES";

    /// <summary>The variables to hand on, of all that LocalAws was started with: they say where to send, and nothing of who LocalAws itself is.</summary>
    public static IEnumerable<KeyValuePair<string, string>> HandedOn(IEnumerable<KeyValuePair<string, string>> variables) =>
        variables.Where(static one => one.Key.StartsWith("OTEL_", StringComparison.Ordinal) && one.Value.Length > 0 && one.Key is not (ServiceName or ResourceAttributes));

    /// <summary>Those of one function; none when there is nothing to hand on.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(Function function, IReadOnlyDictionary<string, string> handedOn) => handedOn.Count == 0
        ? []
        :
        [
            .. handedOn,
            new(ServiceName, function.LogicalId),
            new(
                ResourceAttributes,
                $"cloud.provider=aws,cloud.platform=aws_lambda,cloud.region={function.Arn.Region},cloud.resource_id={Uri.EscapeDataString(function.Arn.ToString())},"
                    + $"faas.name={Uri.EscapeDataString(function.FunctionName)}"),
        ];
}
