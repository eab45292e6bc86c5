using System.Text.Json;
using Lambda;
using Sample;

await LambdaRuntime.RunAsync(static (payload, _, _) =>
    Task.FromResult<ReadOnlyMemory<byte>>(JsonSerializer.SerializeToUtf8Bytes(Greeting.Of(JsonSerializer.Deserialize<string>(payload.Span)!))));
