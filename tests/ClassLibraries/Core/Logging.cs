namespace Amazon.Lambda.Core;

public enum LogLevel
{
    Trace = 0,
    Debug = 1,
    Information = 2,
    Warning = 3,
    Error = 4,
    Critical = 5,
}

public interface ILambdaLogger
{
    void Log(string message);
    void LogLine(string message);
    void Log(string level, string message) => LogLine(message);
    void Log(LogLevel level, string message) => Log(level.ToString(), message);
    void LogTrace(string message) => Log(nameof(LogLevel.Trace), message);
    void LogDebug(string message) => Log(nameof(LogLevel.Debug), message);
    void LogInformation(string message) => Log(nameof(LogLevel.Information), message);
    void LogWarning(string message) => Log(nameof(LogLevel.Warning), message);
    void LogError(string message) => Log(nameof(LogLevel.Error), message);
    void LogCritical(string message) => Log(nameof(LogLevel.Critical), message);
    void Log(string level, string message, params object[] args) => LogLine(message);
    void Log(string level, Exception exception, string message, params object[] args) => LogLine(message);
    void Log(LogLevel level, string message, params object[] args) => Log(level.ToString(), message, args);
    void Log(LogLevel level, Exception exception, string message, params object[] args) => Log(level.ToString(), exception, message, args);
    void LogInformation(string message, params object[] args) => Log(nameof(LogLevel.Information), message, args);
    void LogWarning(string message, params object[] args) => Log(nameof(LogLevel.Warning), message, args);
    void LogError(Exception exception, string message, params object[] args) => Log(nameof(LogLevel.Error), exception, message, args);
}

/// <summary>A runtime takes the console's place through these fields.</summary>
public static class LambdaLogger
{
#pragma warning disable IDE0044
    private static Action<string> _loggingAction = Console.WriteLine;
    private static Action<string, string, object[]> _loggingWithLevelAction = static (level, message, _) => Console.WriteLine($"{level}: {message}");
    private static Action<string, Exception, string, object[]> _loggingWithLevelAndExceptionAction = static (level, exception, message, _) => Console.WriteLine($"{level}: {message} {exception}");
#pragma warning restore IDE0044

    public static void Log(string message) => _loggingAction(message);

    public static void Log(string level, string message, params object[] args) => _loggingWithLevelAction(level, message, args);

    public static void Log(LogLevel level, string message, params object[] args) => Log(level.ToString(), message, args);

    public static void Log(string level, Exception exception, string message, params object[] args) => _loggingWithLevelAndExceptionAction(level, exception, message, args);
}
