using ServiceDefaults;
using System.Text.Json;
using Billing.Problems;
using Microsoft.Net.Http.Headers;

namespace Billing.Requests;

/// <summary>Reads a request's JSON body, of a bounded size, into a value that is valid.</summary>
internal static class JsonBody
{
    public const int MaxBytes = 256 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <param name="request">The request.</param>
    /// <param name="read">Reads the fields; returns null where it has reported a violation.</param>
    /// <param name="cancellation">Ends when the caller has gone.</param>
    public static async Task<Parsed<T>> ReadAsync<T>(HttpRequest request, Func<JsonFields, T?> read, CancellationToken cancellation)
        where T : class
    {
        if (!IsJson(request.ContentType))
        {
            return new(Problem.NotJson());
        }

        if (await ReadBytesAsync(request, cancellation) is not { } body)
        {
            return new(Problem.TooLarge(MaxBytes));
        }

        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            var violations = new Violations();
            var value = read(new JsonFields(document.RootElement, path: "", violations));
            return violations.IsEmpty && value is not null ? new(value) : new(Problem.Invalid(violations));
        }
        catch (JsonException malformed)
        {
            return new(Problem.Malformed(malformed.LineNumber, malformed.BytePositionInLine));
        }
        catch (InvalidOperationException)
        {
            // System.Text.Json finds text that is no Unicode (a lone surrogate, broken UTF-8) only when it is read.
            return new(Problem.Malformed(line: null, position: null));
        }
    }

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));

    /// <summary>The body, or null if it is longer than <see cref="MaxBytes"/>.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadBytesAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > MaxBytes)
        {
            return null;
        }

        var buffer = new byte[(int)(request.ContentLength ?? MaxBytes) + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        if (length > MaxBytes)
        {
            return null;
        }

        return buffer.AsMemory(0, length);
    }
}
