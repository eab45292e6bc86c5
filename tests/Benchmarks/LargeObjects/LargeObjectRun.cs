using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Benchmarks.Gateway;
using SigV4;

namespace Benchmarks.LargeObjects;

/// <summary>
/// <c>large</c>: objects of 5 GiB through LocalAws to a server that keeps nothing, and in LocalAws's own S3 where the disk has room: put at once, in parts, and got. Prints the most
/// memory that LocalAws had and how long each took, and fails where the memory is more than a process of .NET has anyway.
/// </summary>
internal static partial class LargeObjectRun
{
    /// <summary>In bytes, of an object.</summary>
    public const long Size = 5L << 30;

    private const int Parts = 5;
    private const double MostMegabytes = 350;
    private static readonly byte[] Zeros = new byte[256 * 1024];

    public static async Task<int> RunAsync(TextWriter output)
    {
        var front = await MeasureAsync(output, "s3_front_5gb", isBehind: true);
        if (new DriveInfo(Path.GetTempPath()).AvailableFreeSpace < 2 * Size)
        {
            await Console.Error.WriteLineAsync($"s3_5gb is left out: {Path.GetTempPath()} has less than {2 * Size} bytes left");
            return front <= MostMegabytes ? 0 : 1;
        }

        var own = await MeasureAsync(output, "s3_5gb", isBehind: false);
        return front <= MostMegabytes && own <= MostMegabytes ? 0 : 1;
    }

    private static async Task<double> MeasureAsync(TextWriter output, string name, bool isBehind)
    {
        var folder = Directory.CreateTempSubdirectory("localaws-bench-").FullName;
        int port = ServerProcess.FreePort(), serverPort = ServerProcess.FreePort();
        try
        {
            using var server = isBehind ? await ServerProcess.StartAsync("Benchmarks.dll", serverPort, "", "discard", $"http://127.0.0.1:{serverPort}") : null;
            using var aws = await ServerProcess.StartAsync(
                "LocalAws.dll", port, "_localaws/health",
                [
                    "up", "--template", Path.Combine(AppContext.BaseDirectory, "Services", "services.yaml"), "--port", port.ToString(CultureInfo.InvariantCulture), "--data", folder,
                    .. server is null ? [] : new[] { "--upstream", $"s3={server.Url.AbsoluteUri}" },
                ]);
            using var client = new Client(aws.Url, await LoadedGateway.SessionAsync(aws.Url, folder));
            Print("start_rss_mb", aws.PeakMegabytes);
            if (isBehind)
            {
                // The whole of it in one piece: LocalAws's own S3 would only take it in the same way, and twice the room.
                Print("put_s", await TimeAsync(() => client.SendAsync("PUT", "/bench/whole", Size)));
            }

            Print("parts_s", await TimeAsync(() => PutPartsAsync(client)));
            Print("get_s", await TimeAsync(() => client.SendAsync("GET", "/bench/parts", expected: Size)));
            Print("rss_mb", aws.PeakMegabytes);
            return aws.PeakMegabytes;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        void Print(string what, double value) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}_{what} {value:0.#}"));
    }

    private static async Task PutPartsAsync(Client client)
    {
        var begun = await client.SendAsync("POST", "/bench/parts?uploads=");
        var upload = UploadId().Match(begun.Body).Groups[1].Value;
        var list = new StringBuilder("<CompleteMultipartUpload>");
        for (var number = 1; number <= Parts; number++)
        {
            var part = await client.SendAsync("PUT", $"/bench/parts?partNumber={number}&uploadId={upload}", Size / Parts);
            list.Append(CultureInfo.InvariantCulture, $"<Part><PartNumber>{number}</PartNumber><ETag>{part.Tag}</ETag></Part>");
        }

        await client.SendAsync("POST", $"/bench/parts?uploadId={upload}", document: list.Append("</CompleteMultipartUpload>").ToString());
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    [GeneratedRegex("<UploadId>(.*)</UploadId>")]
    private static partial Regex UploadId();

    private sealed class Client(Uri aws, AwsCredentials credentials) : IDisposable
    {
        private readonly HttpClient http = new() { Timeout = TimeSpan.FromMinutes(10) };
        private readonly SigV4Signer signer = new("us-east-1", "s3");

        /// <summary>Sends zeros or a document, and reads the answer without keeping it where it is to have a length.</summary>
        public async Task<(string Tag, string Body)> SendAsync(string method, string target, long zeros = 0, string? document = null, long? expected = null)
        {
            var signed = signer.Sign(method, target, [new("host", aws.Authority)], PayloadHash.NotSigned, credentials, TimeProvider.System.GetUtcNow());
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(aws, target)) { Content = document is null ? new ZeroContent(zeros) : new StringContent(document) };
            foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("X-Amz-Date", signed.Date), ("X-Amz-Security-Token", signed.SecurityToken),
                ("X-Amz-Content-Sha256", signed.ContentSha256), ("Authorization", signed.Authorization)])
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (expected is { } length)
            {
                await using var body = await answer.Content.ReadAsStreamAsync();
                var buffer = new byte[Zeros.Length];
                for (int read; (read = await body.ReadAsync(buffer)) > 0;)
                {
                    length -= read;
                }

                return answer.StatusCode == HttpStatusCode.OK && length == 0 ? ("", "") : throw new InvalidOperationException($"{target}: {answer.StatusCode}, {length} bytes too few.");
            }

            var text = await answer.Content.ReadAsStringAsync();
            return answer.StatusCode == HttpStatusCode.OK ? (answer.Headers.ETag?.Tag ?? "", text) : throw new InvalidOperationException($"{method} {target}: {answer.StatusCode} {text}");
        }

        public void Dispose() => http.Dispose();
    }

    private sealed class ZeroContent(long length) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (long sent = 0; sent < length; sent += Zeros.Length)
            {
                await stream.WriteAsync(Zeros.AsMemory(0, (int)Math.Min(Zeros.Length, length - sent)));
            }
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return true;
        }
    }
}
