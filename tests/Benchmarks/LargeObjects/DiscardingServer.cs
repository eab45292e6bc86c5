using System.Buffers;

namespace Benchmarks.LargeObjects;

/// <summary>As much of S3 as it takes to send and get large objects, of which it keeps nothing: what it is asked for is nothing but zeros.</summary>
internal static class DiscardingServer
{
    private static readonly byte[] Zeros = new byte[256 * 1024];

    /// <param name="url">Where it listens.</param>
    public static Task RunAsync(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static options => options.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        app.Run(static http => http.Request.Method switch
        {
            "PUT" => TakeAsync(http),
            "POST" => DocumentAsync(http),
            "GET" when http.Request.Path.Value!.Count(static c => c == '/') > 1 => GiveAsync(http),
            _ => Task.CompletedTask,
        });
        return app.RunAsync(url);
    }

    private static async Task TakeAsync(HttpContext http)
    {
        long length = 0;
        while (await http.Request.BodyReader.ReadAsync() is { Buffer: var read } result && (!result.IsCompleted || !read.IsEmpty))
        {
            length += read.Length;
            http.Request.BodyReader.AdvanceTo(read.End);
        }

        http.Response.StatusCode = length == (http.Request.ContentLength ?? 0) ? 200 : 400;
        http.Response.Headers.ETag = "\"00000000000000000000000000000000\"";
    }

    private static async Task GiveAsync(HttpContext http)
    {
        http.Response.ContentLength = LargeObjectRun.Size;
        for (long sent = 0; sent < LargeObjectRun.Size; sent += Zeros.Length)
        {
            await http.Response.Body.WriteAsync(Zeros);
        }
    }

    private static async Task DocumentAsync(HttpContext http)
    {
        http.Response.ContentType = "application/xml";
        await http.Response.WriteAsync(http.Request.Query.ContainsKey("uploads")
            ? "<InitiateMultipartUploadResult><Bucket>bench</Bucket><Key>parts</Key><UploadId>upload</UploadId></InitiateMultipartUploadResult>"
            : "<CompleteMultipartUploadResult><ETag>\"0-5\"</ETag></CompleteMultipartUploadResult>");
    }
}
