using System.Text.Json;
using LambdaHost.Logging;
using LambdaHost.RuntimeApi;

namespace LambdaHost.Contexts;

/// <summary>Makes the context of each invocation: an object that the handler takes for an <c>ILambdaContext</c> of its own Amazon.Lambda.Core.</summary>
/// <param name="contract">That interface; null where the handler takes no context.</param>
/// <param name="serializer">The function's own serializer; null where it has none.</param>
/// <param name="variable">The process's variables.</param>
/// <param name="lines">Where the context's logger writes.</param>
internal sealed class ContextMaker(Type? contract, object? serializer, Func<string, string?> variable, FunctionLines lines)
{
    /// <summary>It holds nothing of an invocation.</summary>
    private readonly LoggerValues? logger = LoggerOf(PropertyOf(contract, "Logger"), lines);

    /// <summary>Null where the handler takes none.</summary>
    public object? Of(ReceivedInvocation invocation)
    {
        if (Implementations.New<ContextValues>(contract) is not { } context)
        {
            return null;
        }

        context.Invocation = invocation;
        context.Variable = variable;
        context.Logger = logger;
        context.Serializer = PropertyOf(contract, "Serializer")?.IsInstanceOfType(serializer) == true ? serializer : null;
        context.Identity = IdentityOf(PropertyOf(contract, "Identity"), ClientJson.Parse(invocation.CognitoIdentity));
        context.ClientContext = ClientContextOf(PropertyOf(contract, "ClientContext"), ClientJson.Parse(invocation.ClientContext));
        return context;
    }

    private static LoggerValues? LoggerOf(Type? type, FunctionLines lines)
    {
        var made = Implementations.New<LoggerValues>(type);
        if (made is not null)
        {
            made.Lines = lines;
        }

        return made;
    }

    private static IdentityValues? IdentityOf(Type? type, JsonElement json)
    {
        var made = Implementations.New<IdentityValues>(type);
        if (made is not null)
        {
            made.Json = json;
        }

        return made;
    }

    private static ClientContextValues? ClientContextOf(Type? type, JsonElement json)
    {
        var made = Implementations.New<ClientContextValues>(type);
        if (made is null)
        {
            return null;
        }

        made.Json = json;
        var application = ClientJson.Member(json, "client");
        if (application.ValueKind == JsonValueKind.Object && Implementations.New<ClientApplicationValues>(PropertyOf(type, "Client")) is { } client)
        {
            client.Json = application;
            made.Client = client;
        }

        return made;
    }

    private static Type? PropertyOf(Type? type, string name) => type?.GetProperty(name)?.PropertyType;
}
