using System.Text.Json.Nodes;
using Emulation.Lambda;

namespace Emulation.Tests.Lambda;

/// <summary>Functions that all answer what a test says.</summary>
internal sealed class FakeFunctions(Func<JsonObject, Task<InvocationResult>> answer) : IFunctions
{
    public static FakeFunctions None { get; } = new(static _ => throw new InvalidOperationException("No function was expected to be called."));

    public Task<InvocationResult> InvokeAsync(FunctionCall call) => answer(JsonNode.Parse(call.Payload.Span)!.AsObject());
}
