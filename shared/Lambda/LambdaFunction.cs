using System.Globalization;

namespace Lambda;

/// <summary>
/// The function that this process runs, as its environment variables tell it. Source: AWS Lambda guide, "Working with
/// Lambda environment variables", section "Defined runtime environment variables".
/// </summary>
/// <param name="Name"><c>AWS_LAMBDA_FUNCTION_NAME</c>.</param>
/// <param name="Version"><c>AWS_LAMBDA_FUNCTION_VERSION</c>.</param>
/// <param name="MemorySizeMb"><c>AWS_LAMBDA_FUNCTION_MEMORY_SIZE</c>, MiB; 0 if unset.</param>
/// <param name="LogGroupName"><c>AWS_LAMBDA_LOG_GROUP_NAME</c>.</param>
/// <param name="LogStreamName"><c>AWS_LAMBDA_LOG_STREAM_NAME</c>.</param>
public sealed record LambdaFunction(
    string Name, string Version, int MemorySizeMb, string LogGroupName, string LogStreamName)
{
    /// <summary>The function of this process; empty names outside Lambda.</summary>
    public static LambdaFunction Current { get; } = FromEnvironment(Environment.GetEnvironmentVariable);

    internal static LambdaFunction FromEnvironment(Func<string, string?> variable) => new(
        variable("AWS_LAMBDA_FUNCTION_NAME") ?? "",
        variable("AWS_LAMBDA_FUNCTION_VERSION") ?? "",
        int.TryParse(
            variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), NumberStyles.None, CultureInfo.InvariantCulture, out var mb) ? mb : 0,
        variable("AWS_LAMBDA_LOG_GROUP_NAME") ?? "",
        variable("AWS_LAMBDA_LOG_STREAM_NAME") ?? "");
}
