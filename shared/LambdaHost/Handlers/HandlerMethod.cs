using System.Reflection;
using System.Runtime.CompilerServices;
using LambdaHost.Errors;

namespace LambdaHost.Handlers;

/// <summary>A handler that is ready to be called: its method, the object that has it, and how its event is read and its answer written.</summary>
internal sealed class HandlerMethod
{
    private const string ContextName = "Amazon.Lambda.Core.ILambdaContext";
    private readonly HandlerText text;
    private readonly MethodInvoker method;
    private readonly object? target;
    private readonly Func<Stream, object?>? read;
    private readonly Action<object?, Stream>? write;
    private readonly bool isAwaited;
    private readonly MethodInvoker? resultOf;

    private HandlerMethod(HandlerText text, MethodInfo method, object? target, HandlerSerializer? serializer)
    {
        this.text = text;
        this.target = target;
        this.method = MethodInvoker.Create(method);
        Serializer = serializer?.Instance;
        (var input, ContextType) = Parameters(method);
        read = input is null ? null : input == typeof(Stream) ? static stream => stream : (serializer ?? throw NoSerializer("deserialize input", input)).Reader(input);
        isAwaited = typeof(Task).IsAssignableFrom(method.ReturnType);
        var task = TaskOf(method.ReturnType);
        resultOf = task is null ? null : MethodInvoker.Create(task.GetProperty(nameof(Task<object>.Result))!.GetMethod!);
        var output = task is not null ? task.GenericTypeArguments[0] : isAwaited || method.ReturnType == typeof(void) ? null : method.ReturnType;
        write = output is null ? null
            : typeof(Stream).IsAssignableFrom(output) ? static (answer, stream) => ((Stream)answer!).CopyTo(stream)
            : (serializer ?? throw NoSerializer("serialize output", output)).Writer(output);
    }

    /// <summary>The function's own <c>ILambdaContext</c>; null where the handler takes none.</summary>
    public Type? ContextType { get; }

    /// <summary>The function's own serializer; null where it has none.</summary>
    public object? Serializer { get; }

    /// <summary>Loads the assembly, makes the object that has the method and the serializer.</summary>
    /// <exception cref="LambdaValidationException">There is no such handler, or it cannot be called.</exception>
    public static HandlerMethod Load(HandlerText text) => Load(text, MethodSearch.TypeOf(text));

    /// <inheritdoc cref="Load(HandlerText)"/>
    public static HandlerMethod Load(HandlerText text, Type type)
    {
        var method = MethodSearch.MethodOf(text, type);
        object? target = null;
        if (method.IsStatic)
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }
        else
        {
            target = Activator.CreateInstance(type);
        }

        return new HandlerMethod(text, method, target, HandlerSerializer.Of(method, type.Assembly));
    }

    /// <summary>Calls it, and waits for what it returns if that is a task. Any other thing that it returns goes to the serializer as it is, as on AWS.</summary>
    public async Task InvokeAsync(Stream input, object? context, Stream output)
    {
        var answer = (read, ContextType) switch
        {
            (null, null) => method.Invoke(target),
            (null, _) => method.Invoke(target, context),
            (_, null) => method.Invoke(target, read(input)),
            _ => method.Invoke(target, read(input), context),
        };
        if (isAwaited)
        {
            await ((Task)answer!).ConfigureAwait(false);
            answer = resultOf?.Invoke(answer);
        }

        write?.Invoke(answer, output);
    }

    private (Type? Input, Type? Context) Parameters(MethodInfo handler) => handler.GetParameters() switch
    {
        [] => (null, null),
        [var only] => IsContext(only) ? (null, only.ParameterType) : (only.ParameterType, null),
        [var input, var context] when IsContext(context) => (input.ParameterType, context.ParameterType),
        [_, _] => throw Unsupported($"the method has 2 parameters, but the second parameter is not of type '{ContextName}'."),
        _ => throw Unsupported("the method has more than 2 parameters."),
    };

    private static bool IsContext(ParameterInfo parameter) => parameter.ParameterType.FullName == ContextName;

    /// <summary>The <c>Task&lt;T&gt;</c> that a type is or derives from.</summary>
    private static Type? TaskOf(Type? type)
    {
        while (type is not null && !(type.IsConstructedGenericType && type.GetGenericTypeDefinition() == typeof(Task<>)))
        {
            type = type.BaseType;
        }

        return type;
    }

    private LambdaValidationException Unsupported(string why) => new($"Method '{text.Method}' of type '{text.Type}' is not supported: {why}");

    private LambdaValidationException NoSerializer(string what, Type type) => new(
        $"Could not find the LambdaSerializerAttribute on the assembly '{new AssemblyName(text.Assembly)}' or method '{text.Method}' while attempting to {what} data of type "
        + $"'{type.FullName}'. To use types other than System.IO.Stream as input/output parameters, the assembly or Lambda function should be annotated with "
        + $"{HandlerSerializer.AttributeName}.");
}
