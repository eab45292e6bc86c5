using Emulation.Lambda;

namespace Emulation.Gateway.Integration.Events;

/// <summary>
/// The event that a function receives by its URL, which is an HTTP API's in format 2.0, and what becomes of its answer. Lambda Developer Guide, "Invoking Lambda
/// function URLs", "Request and response payloads".
/// </summary>
internal sealed class FunctionUrlEvent : HttpApiEvent
{
    private FunctionUrlEvent(bool isStreamed) => IsStreamed = isStreamed;

    /// <summary>With <c>InvokeMode: BUFFERED</c>.</summary>
    public static FunctionUrlEvent Buffered { get; } = new(isStreamed: false);

    /// <summary>With <c>InvokeMode: RESPONSE_STREAM</c>.</summary>
    public static FunctionUrlEvent Streamed { get; } = new(isStreamed: true);

    public override string Name => "a function URL";

    /// <summary>A stream has begun with status 200 when the function fails.</summary>
    public override bool TakesErrors => IsStreamed;

    public override bool IsStreamed { get; }

    public override ProxyResponse? Read(InvocationResult result, out string problem)
    {
        try
        {
            return IsStreamed ? FunctionUrlResponse.ReadStream(result, out problem) : FunctionUrlResponse.Read(result, out problem);
        }
        catch (ArgumentException)
        {
            problem = "it names a member twice";
            return null;
        }
    }
}
