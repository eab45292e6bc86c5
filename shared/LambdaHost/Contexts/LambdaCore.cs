using System.Linq.Expressions;
using System.Reflection;
using LambdaHost.Logging;
using LambdaHost.RuntimeApi;

namespace LambdaHost.Contexts;

/// <summary>
/// The function's own Amazon.Lambda.Core, once it is loaded. Its <c>LambdaLogger</c> and <c>LambdaResponseStreamFactory</c> reach the runtime through fields and methods that
/// are not public, as Amazon.Lambda.RuntimeSupport uses them; a version that lacks them keeps what it does by itself.
/// </summary>
internal sealed class LambdaCore : IDisposable
{
    private const string Name = "Amazon.Lambda.Core";
    private const BindingFlags Hidden = BindingFlags.Static | BindingFlags.NonPublic;
    private const BindingFlags HiddenOfOne = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;
    private readonly FunctionLines lines;
    private readonly Func<string, ReadOnlyMemory<byte>, StreamedAnswer> start;
    private string? requestId;
    private StreamedAnswer? streamed;

    /// <summary>Watches for it from now on.</summary>
    /// <param name="lines">Where <c>LambdaLogger</c> writes.</param>
    /// <param name="start">Begins to answer an invocation piece by piece, the first piece given.</param>
    public LambdaCore(FunctionLines lines, Func<string, ReadOnlyMemory<byte>, StreamedAnswer> start)
    {
        this.lines = lines;
        this.start = start;
        AppDomain.CurrentDomain.AssemblyLoad += OnLoad;
        foreach (var loaded in AppDomain.CurrentDomain.GetAssemblies())
        {
            Join(loaded);
        }
    }

    /// <summary>From now on the handler may stream its answer to this invocation.</summary>
    public void Begin(string invocation)
    {
        requestId = invocation;
        streamed = null;
    }

    /// <summary>The answer that the handler streamed; null when it has not.</summary>
    public StreamedAnswer? End()
    {
        requestId = null;
        return streamed;
    }

    public void Dispose() => AppDomain.CurrentDomain.AssemblyLoad -= OnLoad;

    private void OnLoad(object? sender, AssemblyLoadEventArgs loaded) => Join(loaded.LoadedAssembly);

    private void Join(Assembly assembly)
    {
        if (assembly.GetName().Name != Name)
        {
            return;
        }

        var logger = assembly.GetType($"{Name}.LambdaLogger");
        Set(logger, "_loggingAction", new Action<string>(message => lines.Write(null, null, message, [])));
        Set(logger, "_loggingWithLevelAction", new Action<string, string, object[]>((level, message, arguments) => lines.Write(level, null, message, arguments)));
        Set(logger, "_loggingWithLevelAndExceptionAction", new Action<string, Exception, string, object[]>(lines.Write));
        if (assembly.GetType($"{Name}.ResponseStreaming.LambdaResponseStreamFactory")?.GetMethod("SetLambdaResponseStream", Hidden) is { } setter)
        {
            JoinStreams(assembly, setter);
        }
    }

    private static void Set(Type? type, string field, Delegate action)
    {
        if (type?.GetField(field, Hidden) is { } found && found.FieldType == action.GetType())
        {
            found.SetValue(null, action);
        }
    }

    /// <summary>The factory takes a <c>Func&lt;byte[], ILambdaResponseStream&gt;</c>, whose second type is not public: such a function is compiled here.</summary>
    private void JoinStreams(Assembly assembly, MethodInfo setter)
    {
        var implementation = assembly.GetType($"{Name}.ResponseStreaming.ImplLambdaResponseStream");
        var delegates = implementation?.GetNestedType("Delegates", BindingFlags.NonPublic);
        if (implementation is null || delegates is null || setter.GetParameters() is not [{ ParameterType: { IsGenericType: true } factory }])
        {
            return;
        }

        Func<byte[], object> create = prelude => Activator.CreateInstance(implementation, HiddenOfOne, null, [DelegatesOf(delegates, StreamOf(prelude))], null)!;
        var given = Expression.Parameter(typeof(byte[]));
        var body = Expression.Convert(Expression.Invoke(Expression.Constant(create), given), factory.GetGenericArguments()[1]);
        setter.Invoke(null, [Expression.Lambda(factory, body, given).Compile()]);
    }

    private StreamedAnswer StreamOf(byte[] prelude) => streamed =
        requestId is null ? throw new InvalidOperationException("ResponseStreamFactory.CreateStream() can only be called within a Lambda handler invocation.")
        : streamed is not null ? throw new InvalidOperationException("ResponseStreamFactory.CreateStream() can only be called once per invocation.")
        : start(requestId, prelude);

    private static object DelegatesOf(Type type, StreamedAnswer answer)
    {
        var delegates = Activator.CreateInstance(type, nonPublic: true)!;
        Give("WriteAsync", new Func<byte[], int, int, CancellationToken, Task>((buffer, offset, count, cancellation) => answer.WriteAsync(buffer.AsMemory(offset, count), cancellation)));
        Give("BytesWritten", new Func<long>(() => answer.BytesWritten));
        Give("HasError", new Func<bool>(() => answer.HasError));
        Give("Dispose", new Action(static () => { }));
        return delegates;

        void Give(string name, Delegate value) => type.GetProperty(name, HiddenOfOne)?.SetValue(delegates, value);
    }
}
