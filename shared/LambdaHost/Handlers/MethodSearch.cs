using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using LambdaHost.Errors;

namespace LambdaHost.Handlers;

/// <summary>Finds the method that a handler names, whatever its visibility, in its type or the nearest one that it derives from, and refuses what cannot be called.</summary>
internal static class MethodSearch
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    /// <exception cref="LambdaValidationException">There is no such type.</exception>
    public static Type TypeOf(HandlerText handler)
    {
        Assembly assembly;
        var name = new AssemblyName(handler.Assembly);
        try
        {
            assembly = AssemblyLoadContext.Default.LoadFromAssemblyName(name);
        }
        catch (FileNotFoundException e)
        {
            throw new LambdaValidationException(
                $"Could not find the specified handler assembly with the file name '{e.FileName}'. The assembly should be located in the root of your uploaded .zip file.");
        }
        catch (Exception e) when (e is FileLoadException or BadImageFormatException)
        {
            throw new LambdaValidationException($"Unable to load assembly '{name}'.");
        }

        return assembly.GetType(handler.Type) ?? throw new LambdaValidationException($"Unable to load type '{handler.Type}' from assembly '{name}'.");
    }

    /// <exception cref="LambdaValidationException">There is no such method, there are several, or it cannot be called.</exception>
    public static MethodInfo MethodOf(HandlerText handler, Type type)
    {
        var method = ByName(handler, type) ?? BySignature(handler, type) ?? throw new LambdaValidationException(
            $"Unable to find method '{handler.Method}' in type '{handler.Type}' from assembly '{handler.Assembly}': Found no methods matching method name '{handler.Method}'.");
        Check(method);
        Check(type, method);
        return method;
    }

    private static MethodInfo? ByName(HandlerText handler, Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            switch (type.GetMethods(Declared).Where(method => method.Name == handler.Method).ToArray())
            {
                case []:
                    continue;
                case [var only]:
                    return only;
                case var several:
                    throw Overloads(handler, type, several);
            }
        }

        return null;
    }

    private static MethodInfo? BySignature(HandlerText handler, Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.GetMethods(Declared).FirstOrDefault(method => method.ToString() == handler.Method) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static LambdaValidationException Overloads(HandlerText handler, Type type, MethodInfo[] several) => new(
        $"The method '{handler.Method}' in type '{type.FullName}' appears to have a number of overloads. To call this method please specify a complete method signature. "
        + $"Possible candidates are:\n{string.Join('\n', several.Select(static method => method.ToString()))}.");

    private static void Check(MethodInfo method)
    {
        if (method.IsAbstract)
        {
            throw Unfit("it is an abstract method. Handler methods cannot be abstract. Please specify a non-abstract handler method.");
        }

        if (method.IsGenericMethod)
        {
            throw Unfit("it is a generic method. Handler methods cannot be generic. Please specify a non-generic handler method.");
        }

        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
        {
            throw Unfit("it is an 'async void' method. Handler methods cannot be 'async void'. Please specify a method that is not 'async void'.");
        }

        if (method.GetParameters() is [.., var last] && last.IsDefined(typeof(ParamArrayAttribute)))
        {
            throw Unfit("it is a 'params' method. Please specify a method that does not use 'params'.");
        }

        if ((method.CallingConvention & CallingConventions.VarArgs) == CallingConventions.VarArgs)
        {
            throw Unfit("it is a 'vararg (variable arguments)' method. Please specify a method that is not 'vararg'.");
        }

        LambdaValidationException Unfit(string why) => new($"The method '{method}' cannot be used as a Lambda Handler because {why}");
    }

    private static void Check(Type type, MethodInfo method)
    {
        if (type.IsGenericType)
        {
            throw new LambdaValidationException(
                $"The type '{type.FullName}' cannot be used as a Lambda Handler type because it is generic. Handler methods cannot be located in generic types. "
                + "Please specify a handler method in a non-generic type.");
        }

        if (!method.IsStatic && type.IsAbstract)
        {
            throw new LambdaValidationException(
                $"The instance method '{method}' cannot be used as a Lambda Handler because its type '{type.FullName}' is abstract. "
                + "Please either use a static handler or specify a type that is not abstract.");
        }

        if (!type.IsClass && !(type.IsValueType && !type.IsPrimitive && !type.IsEnum))
        {
            throw new LambdaValidationException(
                $"The type '{type.FullName}' cannot be used as a handler type since it is not a class or a struct. Please specify a handler method on a class or struct.");
        }
    }
}
