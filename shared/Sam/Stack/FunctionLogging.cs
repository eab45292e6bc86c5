namespace Sam;

/// <summary>What a function's log has, and in which form. Lambda Developer Guide, "Configuring advanced logging controls for Lambda functions".</summary>
/// <param name="IsJson">Whether lines are JSON.</param>
/// <param name="LogGroup">The log group; null for the function's own.</param>
public sealed record FunctionLogging(bool IsJson, string? LogGroup)
{
    /// <summary>What counts where the template says nothing.</summary>
    public static FunctionLogging Default { get; } = new(IsJson: false, LogGroup: null);

    /// <summary>The least level of the function's own lines; only JSON has levels.</summary>
    public string ApplicationLevel { get; init; } = "INFO";

    /// <summary>The least level of Lambda's own lines; only JSON has levels.</summary>
    public string SystemLevel { get; init; } = "INFO";
}
