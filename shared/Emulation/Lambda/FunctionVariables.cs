using System.Globalization;
using Emulation.Sessions;
using Sam;

namespace Emulation.Lambda;

/// <summary>The variables of a function's process, whatever it runs: those that Lambda sets. AWS Lambda Developer Guide, "Working with Lambda environment variables".</summary>
internal static class FunctionVariables
{
    public const string LogStream = "AWS_LAMBDA_LOG_STREAM_NAME";

    /// <summary>
    /// The variables of one process: <paramref name="own"/>, which are the template's and LocalAws's, and over them Lambda's. The Runtime API is a host and port, the
    /// credentials are of the execution role.
    /// </summary>
    public static Dictionary<string, string> Of(
        Function function, string runtimeApi, string logStream, FunctionFolders folders, SessionCredentials credentials, IReadOnlyDictionary<string, string> own)
    {
        var home = folders.Home;
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
            ["AWS_LAMBDA_LOG_GROUP_NAME"] = function.Logging.LogGroup ?? $"/aws/lambda/{function.FunctionName}",
            ["AWS_LAMBDA_LOG_FORMAT"] = function.Logging.IsJson ? "JSON" : "Text",
            [LogStream] = logStream,
            ["AWS_EXECUTION_ENV"] = $"AWS_Lambda_{function.Runtime}",
            ["AWS_XRAY_CONTEXT_MISSING"] = "LOG_ERROR",
            ["AWS_XRAY_DAEMON_ADDRESS"] = "127.0.0.1:2000",
            ["LAMBDA_TASK_ROOT"] = folders.Code,
            ["LAMBDA_RUNTIME_DIR"] = folders.Runtimes,
            ["AWS_REGION"] = function.Arn.Region,
            ["AWS_DEFAULT_REGION"] = function.Arn.Region,
            ["AWS_ACCESS_KEY_ID"] = credentials.AccessKeyId,
            ["AWS_SECRET_ACCESS_KEY"] = credentials.SecretAccessKey,
            ["AWS_SESSION_TOKEN"] = credentials.SessionToken,
        };
        if (function.Logging.IsJson)
        {
            // Only then are there levels.
            variables["AWS_LAMBDA_LOG_LEVEL"] = function.Logging.ApplicationLevel;
        }

        if (OperatingSystem.IsWindows())
        {
            variables["TEMP"] = variables["TMP"] = variables["USERPROFILE"] = home;
        }

        return variables;
    }
}

/// <summary>The folders that a process is told of.</summary>
/// <param name="Home">Its own, as long as it runs.</param>
/// <param name="Code">The function's code, in which it starts.</param>
/// <param name="Runtimes">Where runtime clients are.</param>
internal sealed record FunctionFolders(string Home, string Code, string Runtimes);
