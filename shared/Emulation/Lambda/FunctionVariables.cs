using System.Globalization;
using Emulation.Sessions;
using Sam;

namespace Emulation.Lambda;

/// <summary>The variables of a function's process, whatever it runs: those that Lambda sets. AWS Lambda Developer Guide, "Working with Lambda environment variables".</summary>
internal static class FunctionVariables
{
    public const string LogStream = "AWS_LAMBDA_LOG_STREAM_NAME";

    /// <param name="function">The function.</param>
    /// <param name="runtimeApi">Where its Runtime API is: host and port.</param>
    /// <param name="logStream">The log stream of the process.</param>
    /// <param name="home">Its own folder.</param>
    /// <param name="credentials">Of the execution role.</param>
    /// <param name="own">The template's variables, and LocalAws's own.</param>
    public static Dictionary<string, string> Of(
        Function function, string runtimeApi, string logStream, string home, SessionCredentials credentials, IReadOnlyDictionary<string, string> own)
    {
        var variables = new Dictionary<string, string>(own, StringComparer.Ordinal)
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
            ["HOME"] = home,
            ["TMPDIR"] = home,
            ["LANG"] = "en_US.UTF-8",
            ["TZ"] = ":UTC",
            ["_HANDLER"] = function.Handler,
            ["AWS_LAMBDA_RUNTIME_API"] = runtimeApi,
            ["AWS_LAMBDA_FUNCTION_NAME"] = function.FunctionName,
            ["AWS_LAMBDA_FUNCTION_VERSION"] = FunctionReference.Latest,
            ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = function.MemorySizeMb.ToString(CultureInfo.InvariantCulture),
            ["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand",
            ["AWS_LAMBDA_LOG_GROUP_NAME"] = $"/aws/lambda/{function.FunctionName}",
            [LogStream] = logStream,
            ["AWS_EXECUTION_ENV"] = $"AWS_Lambda_{function.Runtime}",
            ["AWS_REGION"] = function.Arn.Region,
            ["AWS_DEFAULT_REGION"] = function.Arn.Region,
            ["AWS_ACCESS_KEY_ID"] = credentials.AccessKeyId,
            ["AWS_SECRET_ACCESS_KEY"] = credentials.SecretAccessKey,
            ["AWS_SESSION_TOKEN"] = credentials.SessionToken,
        };
        if (OperatingSystem.IsWindows())
        {
            variables["TEMP"] = variables["TMP"] = variables["USERPROFILE"] = home;
        }

        return variables;
    }
}
