using System.Buffers;

namespace Lambda;

/// <summary>Handles one invocation: reads the event and writes the response document.</summary>
/// <param name="payload">The event, UTF-8 JSON. Valid until the returned task completes; its memory is then reused.</param>
/// <param name="response">Takes the response, UTF-8 JSON. Writing nothing answers <c>null</c>.</param>
/// <param name="context">What the Runtime API says about this invocation.</param>
/// <param name="deadline">Cancelled at <see cref="LambdaContext.Deadline"/>, when Lambda gives the invocation up.</param>
/// <returns>Completes when the response is whole. An exception is reported as the invocation's error.</returns>
public delegate ValueTask LambdaHandler(
    ReadOnlyMemory<byte> payload,
    IBufferWriter<byte> response,
    LambdaContext context,
    CancellationToken deadline);
