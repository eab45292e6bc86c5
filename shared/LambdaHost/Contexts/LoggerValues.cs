using LambdaHost.Logging;

namespace LambdaHost.Contexts;

/// <summary>The members of <c>ILambdaLogger</c>; the others lead to these by the bodies that the interface gives them.</summary>
internal class LoggerValues
{
    public FunctionLines Lines { protected get; set; } = null!;

    public virtual void Log(string message) => Console.Write(message);

    public virtual void LogLine(string message) => Lines.WriteLine(message);

    public virtual void Log(string level, string message) => Lines.Write(level, null, message, []);

    public virtual void Log(string level, string message, params object[] args) => Lines.Write(level, null, message, args);

    public virtual void Log(string level, Exception exception, string message, params object[] args) => Lines.Write(level, exception, message, args);
}
