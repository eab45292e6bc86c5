using Lambda;

namespace Benchmarks.Gateway;

/// <summary>The handler that both sides of the comparison end at: on Lambda behind LocalAws, on Kestrel behind YARP.</summary>
internal static class EchoServer
{
    /// <param name="url">Where Kestrel listens; null on Lambda.</param>
    public static Task RunAsync(string? url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddLambdaHosting();
        var app = builder.Build();
        app.MapPost("/{**path}", static async (HttpContext http) =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = body.Length;
            await http.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length));
        });
        return app.RunAsync(url);
    }
}
