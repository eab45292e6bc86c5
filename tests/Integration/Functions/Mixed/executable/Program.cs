using System.Text.Json;
using Lambda;
using Mixed;

var calls = new SignedCalls("executable");
await LambdaRuntime.RunAsync(async (payload, _, _) =>
{
    using var request = JsonDocument.Parse(payload);
    return JsonSerializer.SerializeToUtf8Bytes(new
    {
        statusCode = 200,
        headers = new Dictionary<string, string> { ["content-type"] = "application/json" },
        body = await calls.AnswerAsync(request.RootElement),
    });
});
