namespace Emulation.Cognito.Outbox;

/// <summary><c>/_localaws/outbox</c> for programs: what was "sent", as JSON (<c>?to=ADDRESS</c>); DELETE empties it. The console shows people the same.</summary>
internal static class OutboxPages
{
    public const string Path = "/_localaws/outbox";

    public static Task HandleAsync(HttpContext http, Outbox outbox)
    {
        if (HttpMethods.IsDelete(http.Request.Method))
        {
            outbox.Clear();
            http.Response.StatusCode = 204;
            return Task.CompletedTask;
        }

        return http.Response.WriteAsJsonAsync(outbox.Messages(http.Request.Query["to"] is [var to, ..] ? to : null), OutboxJson.Default.IReadOnlyListOutboxMessage);
    }
}
