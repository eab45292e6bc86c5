using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Lambda;

namespace Harness;

/// <summary>
/// Answers in place of a function: event in, result out, as JSON. An exception is the function's error. <see cref="ProxyFunction"/> has it easier for
/// functions behind an API.
/// </summary>
/// <param name="input">The event.</param>
/// <param name="context">What else a function knows of its invocation.</param>
/// <returns>The result; null for JSON's null.</returns>
public delegate Task<JsonNode?> FunctionHandler(JsonNode input, FunctionContext context);

/// <summary>What a function knows of its invocation besides the event.</summary>
/// <param name="FunctionName">The function's logical id.</param>
/// <param name="RequestId">The invocation's id.</param>
/// <param name="Limit">Cancelled when the function's <c>Timeout</c> is over; the caller has its answer then.</param>
public sealed record FunctionContext(string FunctionName, string RequestId, CancellationToken Limit);

/// <summary>Lets a <see cref="FunctionHandler"/> stand in.</summary>
internal static class HandlerStandIn
{
    public static FunctionStandIn Of(string function, FunctionHandler handler) => async (invocation, limit) =>
    {
        var input = JsonNode.Parse(invocation.Payload.Span) ?? JsonValue.Create("")!;
        var result = await handler(input, new FunctionContext(function, invocation.RequestId, limit)).ConfigureAwait(false);
        return new InvocationResult(JsonSerializer.SerializeToUtf8Bytes(result), null);
    };
}
