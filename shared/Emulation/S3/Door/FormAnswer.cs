using System.Text;
using System.Xml.Linq;
using Emulation.S3.Wire;
using Microsoft.AspNetCore.WebUtilities;

namespace Emulation.S3.Door;

/// <summary>What a browser is told of an upload by a form, as the form wants it. Amazon S3 API Reference, "POST Object", "Responses".</summary>
internal static class FormAnswer
{
    /// <param name="form">The form.</param>
    /// <param name="call">The upload that it made.</param>
    /// <param name="answer">What came of that.</param>
    public static async ValueTask<S3Answer> OfAsync(PostForm form, S3Call call, S3Answer answer)
    {
        if (answer.StatusCode != 200)
        {
            return answer;
        }

        // The upload's own answer has no body, but a server may have written one.
        await (answer.WriteAsync?.Invoke(Stream.Null, call.Cancellation) ?? Task.CompletedTask).ConfigureAwait(false);
        var etag = answer.Headers.FirstOrDefault(static header => header.Key.Equals("ETag", StringComparison.OrdinalIgnoreCase)).Value ?? "";
        var location = ObjectAddress.Of(call.Host, call.Bucket!, call.Region, S3Text.Encode(call.Key!));
        if (form.Redirect is { } page)
        {
            location = QueryHelpers.AddQueryString(page.AbsoluteUri, new Dictionary<string, string?> { ["bucket"] = call.Bucket, ["key"] = call.Key, ["etag"] = etag });
        }

        var status = form.Redirect is not null ? 303 : form.Status;
        var document = status == 201
            ? Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + new XElement(
                "PostResponse", new XElement("Location", location), new XElement("Bucket", call.Bucket), new XElement("Key", call.Key), new XElement("ETag", etag))
                .ToString(SaveOptions.DisableFormatting))
            : [];
        return new S3Answer(status)
        {
            Headers =
            [
                .. answer.Headers.Where(static header => header.Key.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)),
                new("ETag", etag), new("Location", location),
                .. status == 201 ? [new("Content-Type", "application/xml")] : (KeyValuePair<string, string>[])[],
                .. status == 204 ? [] : (KeyValuePair<string, string>[])[new("Content-Length", $"{document.Length}")],
            ],
            WriteAsync = document.Length == 0 ? null : (stream, cancellation) => stream.WriteAsync(document, cancellation).AsTask(),
        };
    }
}
