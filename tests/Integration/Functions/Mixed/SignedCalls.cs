using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SigV4.Http;

namespace Mixed;

/// <summary>What both functions in C# do: answer who called, or call what they are told to call, signed with their own role.</summary>
internal sealed class SignedCalls(string function)
{
    private readonly HttpClient client = Client();

    /// <summary>The text to answer an event of either kind of API with.</summary>
    public async Task<string> AnswerAsync(JsonElement request)
    {
        if (!request.TryGetProperty("body", out var body) || body.GetString() is not { Length: > 0 } told)
        {
            var context = request.GetProperty("requestContext");
            var caller = context.TryGetProperty("identity", out var identity) ? identity : context.GetProperty("authorizer").GetProperty("iam");
            return JsonSerializer.Serialize(new { function, caller = caller.GetProperty("userArn").GetString() });
        }

        using var calls = JsonDocument.Parse(told);
        return JsonSerializer.Serialize(await Task.WhenAll(calls.RootElement.EnumerateArray().Select(CallAsync)));
    }

    private async Task<object> CallAsync(JsonElement call)
    {
        using var request = new HttpRequestMessage(new HttpMethod(call.GetProperty("method").GetString()!), call.GetProperty("url").GetString());
        using var response = await client.SendAsync(request);
        return new
        {
            status = (int)response.StatusCode,
            reason = response.Headers.TryGetValues("x-localaws-reason", out var reasons) ? reasons.First() : null,
            body = await response.Content.ReadAsStringAsync(),
        };
    }

    private static HttpClient Client()
    {
        var services = new ServiceCollection();
        services.AddHttpClient("signed").AddSigV4();
        return services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateClient("signed");
    }
}
