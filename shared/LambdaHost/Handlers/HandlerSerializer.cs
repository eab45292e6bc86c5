using System.Reflection;
using LambdaHost.Errors;

namespace LambdaHost.Handlers;

/// <summary>
/// The serializer that the function's author chose with <c>[LambdaSerializer]</c> on the method or the assembly. Its attribute and interface are those of the function's own
/// Amazon.Lambda.Core, whatever its version: both are known by their names.
/// </summary>
internal sealed class HandlerSerializer
{
    public const string AttributeName = "Amazon.Lambda.Core.LambdaSerializerAttribute";
    private const string InterfaceName = "Amazon.Lambda.Core.ILambdaSerializer";
    private readonly Type contract;

    private HandlerSerializer(object instance, Type contract)
    {
        Instance = instance;
        this.contract = contract;
    }

    public object Instance { get; }

    /// <summary>Null where neither the method nor the assembly names one.</summary>
    /// <exception cref="LambdaValidationException">What is named is no serializer.</exception>
    public static HandlerSerializer? Of(MethodInfo method, Assembly assembly) =>
        (Named(method.GetCustomAttributes()) ?? Named(assembly.GetCustomAttributes())) is { } attribute ? Make(attribute) : null;

    /// <summary>Reads one type of event.</summary>
    public Func<Stream, object?> Reader(Type type)
    {
        var method = MethodInvoker.Create(contract.GetMethod("Deserialize")!.MakeGenericMethod(type));
        return input => method.Invoke(Instance, input);
    }

    /// <summary>Writes one type of answer.</summary>
    public Action<object?, Stream> Writer(Type type)
    {
        var method = MethodInvoker.Create(contract.GetMethod("Serialize")!.MakeGenericMethod(type));
        return (answer, output) => method.Invoke(Instance, answer, output);
    }

    private static Attribute? Named(IEnumerable<Attribute> attributes) => attributes.SingleOrDefault(static attribute => attribute.GetType().FullName == AttributeName);

    private static HandlerSerializer Make(Attribute attribute)
    {
        var name = attribute.GetType().FullName;
        var property = attribute.GetType().GetProperty("SerializerType")
            ?? throw new LambdaValidationException($"The '{name}' class is invalid: no 'SerializerType' property detected.");
        var type = property.GetValue(attribute) as Type ?? throw new LambdaValidationException($"The 'SerializerType' property on attribute class '{name}' is not set.");
        var constructor = type.GetConstructor(Type.EmptyTypes)
            ?? throw new LambdaValidationException($"The indicated serializer '{type.FullName}' does not define a public zero-parameter constructor.");
        var contract = type.GetInterface(InterfaceName)
            ?? throw new LambdaValidationException($"The '{type.FullName}' class is invalid: it does not implement the 'ILambdaSerializer' interface.");
        return new HandlerSerializer(constructor.Invoke(null), contract);
    }
}
