using System.Text.Json;
using Amazon.Runtime;
using Lambda;
using Mailroom.Csharp;

// A call of an SDK by each route: 200 with what it answered, or 403 with the SDK's own error, which is in the log too.
using var calls = new Calls();
await LambdaRuntime.RunAsync(async (payload, _, _) =>
{
    using var request = JsonDocument.Parse(payload);
    var call = request.RootElement.GetProperty("pathParameters").GetProperty("call").GetString()!;
    try
    {
        return Answer(200, await calls.MakeAsync(call));
    }
    catch (AmazonServiceException refused)
    {
        Console.WriteLine($"{call}: {refused.GetType().Name}: {refused.ErrorCode}: {refused.Message}");
        return Answer(403, new { Code = refused.ErrorCode, refused.Message });
    }
});

static byte[] Answer(int statusCode, object body) => JsonSerializer.SerializeToUtf8Bytes(new
{
    statusCode,
    headers = new Dictionary<string, string> { ["content-type"] = "application/json" },
    body = JsonSerializer.Serialize(body),
});
