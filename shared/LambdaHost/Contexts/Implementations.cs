using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;

namespace LambdaHost.Contexts;

/// <summary>
/// Makes types, at run time, that implement interfaces which nobody here can refer to: those of the function's own Amazon.Lambda.Core, of whatever version. The values
/// come from a class of ours with members of the same names. A member that it does not have keeps the body that the interface gives it, or answers with its type's default.
/// </summary>
internal static class Implementations
{
    private const string Name = "LambdaHost.Implementations";
    private const MethodAttributes Implementing =
        MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot;

    private static readonly ModuleBuilder Module = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(Name), AssemblyBuilderAccess.Run).DefineDynamicModule(Name);
    private static readonly ConcurrentDictionary<(Type Contract, Type Values), Type> Made = new();

    /// <summary>An object of a class of ours that implements an interface; null where there is no such interface.</summary>
    /// <typeparam name="T">
    /// The class of ours: its virtual members are called for those of the same name and parameters; what it returns as an object is of the interface's type.
    /// </typeparam>
    public static T? New<T>(Type? contract)
        where T : class => contract is { IsInterface: true } ? (T?)Activator.CreateInstance(Made.GetOrAdd((contract, typeof(T)), static pair => Make(pair.Contract, pair.Values))) : null;

    private static Type Make(Type contract, Type values)
    {
        var type = Module.DefineType($"{contract.FullName}.Of{values.Name}", TypeAttributes.Class | TypeAttributes.Sealed | TypeAttributes.NotPublic, values, [contract]);
        foreach (var member in contract.GetInterfaces().Append(contract).SelectMany(static one => one.GetMethods()).Where(static method => method.IsVirtual && !method.IsStatic))
        {
            var own = values.GetMethod(member.Name, BindingFlags.Public | BindingFlags.Instance, [.. member.GetParameters().Select(static parameter => parameter.ParameterType)]);
            var isCast = own?.ReturnType == typeof(object) && !member.ReturnType.IsValueType;
            if (own?.ReturnType != member.ReturnType && (isCast || member.IsAbstract))
            {
                Implement(type, member, isCast ? own : null);
            }
        }

        return type.CreateType();
    }

    private static void Implement(TypeBuilder type, MethodInfo member, MethodInfo? own)
    {
        var method = type.DefineMethod(
            $"{member.DeclaringType!.FullName}.{member.Name}", Implementing, member.ReturnType, [.. member.GetParameters().Select(static parameter => parameter.ParameterType)]);
        if (member.IsGenericMethodDefinition)
        {
            method.DefineGenericParameters([.. member.GetGenericArguments().Select(static parameter => parameter.Name)]);
        }

        var body = method.GetILGenerator();
        if (own is not null)
        {
            body.Emit(OpCodes.Ldarg_0);
            for (var i = 1; i <= member.GetParameters().Length; i++)
            {
                body.Emit(OpCodes.Ldarg, i);
            }

            body.Emit(OpCodes.Callvirt, own);
            body.Emit(OpCodes.Castclass, member.ReturnType);
        }
        else if (member.ReturnType != typeof(void))
        {
            var nothing = body.DeclareLocal(member.ReturnType);
            body.Emit(OpCodes.Ldloca, nothing);
            body.Emit(OpCodes.Initobj, member.ReturnType);
            body.Emit(OpCodes.Ldloc, nothing);
        }

        body.Emit(OpCodes.Ret);
        type.DefineMethodOverride(method, member);
    }
}
