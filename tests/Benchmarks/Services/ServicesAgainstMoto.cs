using System.ComponentModel;
using System.Globalization;
using System.Text;
using Benchmarks.Gateway;
using SigV4;

namespace Benchmarks.Services;

/// <summary>Requests per second as a multiple of Moto's: of LocalAws's own S3, with objects of 16 KiB, and of its fronts before Moto's S3 and SQS.</summary>
/// <remarks>Each connection has an object of its own: several that put one are answered with errors by Moto.</remarks>
/// <param name="Put">Of objects that are put.</param>
/// <param name="Get">Of objects that are got.</param>
/// <param name="Queue">Of calls of SQS through the front, which cannot be more than 1.</param>
/// <param name="Front">Of objects that are put and got through the front, the lower of the two.</param>
internal sealed record ServicesAgainstMoto(double Put, double Get, double Queue, double Front)
{
    private const string S3 = "s3";

    /// <summary>Of pairs of both.</summary>
    public double PutAndGet => 2 / ((1 / Put) + (1 / Get));

    /// <returns>Null when Moto is not installed.</returns>
    public static async Task<ServicesAgainstMoto?> MeasureAsync()
    {
        var folder = Directory.CreateTempSubdirectory("localaws-bench-").FullName;
        int port = ServerProcess.FreePort(), frontPort = ServerProcess.FreePort(), motoPort = ServerProcess.FreePort();
        try
        {
            using var moto = await ServerProcess.StartProgramAsync("moto_server", motoPort, "moto-api/", "-H", "127.0.0.1", "-p", motoPort.ToString(CultureInfo.InvariantCulture));
            using var aws = await ServerProcess.StartAsync(
                "LocalAws.dll", port, "_localaws/health", "up", "--template", Path.Combine(AppContext.BaseDirectory, "Services", "services.yaml"),
                "--port", port.ToString(CultureInfo.InvariantCulture), "--data", folder, "--upstream", $"sqs={moto.Url.AbsoluteUri}");
            using var front = await ServerProcess.StartAsync(
                "LocalAws.dll", frontPort, "_localaws/health", "up", "--template", Path.Combine(AppContext.BaseDirectory, "Services", "services.yaml"),
                "--port", frontPort.ToString(CultureInfo.InvariantCulture), "--data", Path.Combine(folder, "front"), "--upstream", $"s3={moto.Url.AbsoluteUri}");
            var credentials = await LoadedGateway.SessionAsync(aws.Url, folder);
            var ofFront = await LoadedGateway.SessionAsync(front.Url, Path.Combine(folder, "front"));
            LoadRequest[] put = OfS3(aws.Url, credentials, "PUT", new byte[16 * 1024]), putThrough = OfS3(front.Url, ofFront, "PUT", new byte[16 * 1024]);
            foreach (var (server, requests) in ((Uri, LoadRequest[])[])[(moto.Url, put), (aws.Url, put), (front.Url, putThrough)])
            {
                foreach (var request in requests)
                {
                    await LoadGenerator.SendOnceAsync(server, request);
                }
            }

            return new ServicesAgainstMoto(
                await SideBySide.RatioAsync(aws.Url, moto.Url, put),
                await SideBySide.RatioAsync(aws.Url, moto.Url, OfS3(aws.Url, credentials, "GET", [])),
                await SideBySide.RatioAsync(aws.Url, moto.Url, OfSqs(aws.Url, credentials)),
                Math.Min(
                    await SideBySide.RatioAsync(front.Url, moto.Url, putThrough),
                    await SideBySide.RatioAsync(front.Url, moto.Url, OfS3(front.Url, ofFront, "GET", []))));
        }
        catch (Win32Exception)
        {
            return null;
        }
        catch (InvalidOperationException e)
        {
            // Another version of Moto may not take what this one does: the figures are of one peer among many.
            await Console.Error.WriteLineAsync(e.Message);
            return null;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static LoadRequest[] OfS3(Uri aws, AwsCredentials credentials, string method, byte[] body) =>
        [.. Enumerable.Range(0, LoadGenerator.Connections).Select(i => new LoadRequest(OfS3(aws, credentials, method, $"/bench/key-{i}", body)))];

    private static byte[] OfS3(Uri aws, AwsCredentials credentials, string method, string target, byte[] body)
    {
        var signed = new SigV4Signer("us-east-1", S3).Sign(method, target, [new("host", aws.Authority)], PayloadHash.Of(body), credentials, TimeProvider.System.GetUtcNow());
        var head = $"{method} {target} HTTP/1.1\r\nHost: {aws.Authority}\r\nContent-Length: {body.Length}\r\nX-Amz-Content-Sha256: {signed.ContentSha256}\r\n"
            + $"X-Amz-Date: {signed.Date}\r\nX-Amz-Security-Token: {signed.SecurityToken}\r\nAuthorization: {signed.Authorization}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    private static byte[] OfSqs(Uri aws, AwsCredentials credentials)
    {
        const string Type = "application/x-amz-json-1.0";
        const string Target = "AmazonSQS.GetQueueUrl";
        var body = """{"QueueName":"bench"}"""u8.ToArray();
        var signed = new SigV4Signer("us-east-1", "sqs").Sign(
            "POST", "/", [new("host", aws.Authority), new("content-type", Type), new("x-amz-target", Target)], PayloadHash.Of(body), credentials, TimeProvider.System.GetUtcNow());
        var head = $"POST / HTTP/1.1\r\nHost: {aws.Authority}\r\nContent-Type: {Type}\r\nX-Amz-Target: {Target}\r\nX-Moto-Account-Id: 111122223333\r\nContent-Length: {body.Length}\r\n"
            + $"X-Amz-Date: {signed.Date}\r\nX-Amz-Security-Token: {signed.SecurityToken}\r\nAuthorization: {signed.Authorization}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }
}
