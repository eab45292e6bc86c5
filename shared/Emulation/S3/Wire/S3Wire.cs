using System.Security.Cryptography;
using System.Text;
using System.Xml;
using Emulation.Calls;
using Emulation.Wire;
using Microsoft.AspNetCore.Http.Features;
using SigV4;

namespace Emulation.S3.Wire;

/// <summary>S3's own wire: REST with XML, the operation told by method, path, query and headers. Amazon S3 API Reference.</summary>
/// <param name="bucketOfHost">The bucket that a host names; null where the path does.</param>
/// <param name="region">The region of signatures.</param>
/// <param name="time">The server's time.</param>
internal sealed class S3Wire(Func<string, string?> bucketOfHost, string region, TimeProvider time) : IWireProtocol<S3Request, S3Answer>
{
    private const string Xml = "application/xml";
    private readonly SignatureErrors signatures = new(region, time);

    public S3Request RequestOf(ReceivedRequest request) => S3Request.Of(request, bucketOfHost);

    public string? OperationOf(ReceivedRequest request) => RequestOf(request).Route?.Operation;

    public S3Request Read(ReceivedRequest request, IReadOnlySet<string> members) => RequestOf(request);

    public ServiceRefusal Unsigned(VerificationFailure failure) => new S3Refusal(403, "AccessDenied", failure.Message);

    public ServiceRefusal Unsigned(VerificationFailure failure, ReceivedRequest request) => signatures.Of(failure, RequestOf(request));

    public ServiceRefusal Denied(string message) => S3Refusals.AccessDenied with { Message = message };

    public ServiceRefusal Unknown(string? operation, ReceivedRequest request) => RequestOf(request).Refusal ?? S3Refusals.NotImplemented("No operation has this form.");

    public async Task SendAsync(HttpContext http, string requestId, string operation, S3Answer answer)
    {
        var response = http.Response;
        response.StatusCode = answer.StatusCode;
        response.Headers["x-amz-request-id"] = requestId;
        response.Headers["x-amz-id-2"] = HostIdOf(requestId);
        response.Headers.Server = "AmazonS3";
        if (answer.Refusal is { } refusal)
        {
            await SendAsync(http, requestId, refusal).ConfigureAwait(false);
            return;
        }

        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = value;
        }

        if (answer.WriteAsync is { } writeAsync && !HttpMethods.IsHead(http.Request.Method))
        {
            try
            {
                await writeAsync(response.Body, http.RequestAborted).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
            {
                // The client has gone.
            }
        }
        else if (answer.WriteAsync is null && response.ContentLength is null && answer.StatusCode is not (204 or 304) && !HttpMethods.IsHead(http.Request.Method))
        {
            response.ContentLength = 0;
        }
    }

    /// <summary>A refusal in S3's document. Of HEAD nothing but the status is told.</summary>
    private static async Task SendAsync(HttpContext http, string requestId, ServiceRefusal refusal)
    {
        var response = http.Response;
        var own = refusal as S3Refusal;
        foreach (var (name, value) in own?.Headers ?? [])
        {
            response.Headers[name] = value;
        }

        if (refusal.StatusCode == 304)
        {
            return;
        }

        if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
        {
            // A client that waits to be told to send its body will never send it now: what comes next on the connection would be taken for that.
            response.Headers.Connection = "close";
        }

        response.ContentType = Xml;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            var body = Document(refusal, own, requestId);
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
        }
    }

    private static byte[] Document(ServiceRefusal refusal, S3Refusal? own, string requestId)
    {
        using var buffer = new MemoryStream();
        buffer.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"u8);
        var settings = new XmlWriterSettings { OmitXmlDeclaration = true, Encoding = new UTF8Encoding(false), CheckCharacters = false, ConformanceLevel = ConformanceLevel.Fragment };
        using (var xml = XmlWriter.Create(buffer, settings))
        {
            xml.WriteStartElement("Error");
            xml.WriteElementString("Code", refusal.Type);
            xml.WriteElementString("Message", refusal.Message);
            foreach (var (name, text) in own?.Elements ?? [])
            {
                xml.WriteElementString(name, text);
            }

            xml.WriteElementString("RequestId", requestId);
            xml.WriteElementString("HostId", HostIdOf(requestId));
            xml.WriteEndElement();
        }

        return buffer.ToArray();
    }

    /// <summary>S3's second id of an answer, which tells nothing.</summary>
    private static string HostIdOf(string requestId) => Convert.ToBase64String(SHA512.HashData(Encoding.ASCII.GetBytes(requestId)).AsSpan(0, 57));
}
