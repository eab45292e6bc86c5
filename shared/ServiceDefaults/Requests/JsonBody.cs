using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ServiceDefaults;

/// <summary>Reads a request's JSON body, of a bounded size, into a value that is valid.</summary>
public static class JsonBody
{
    /// <summary>The most bytes that a body may have: 256 KiB.</summary>
    public const int MaxBytes = 256 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a body.</summary>
    /// <typeparam name="T">What it is read into.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads the fields; returns null where it has reported a violation.</param>
    /// <param name="problems">What the service answers if the body cannot be read.</param>
    /// <param name="cancellation">Ends when the caller has gone.</param>
    public static async Task<Parsed<T>> ReadAsync<T>(
        HttpRequest request, Func<JsonFields, T?> read, ServiceProblems problems, CancellationToken cancellation)
        where T : class
    {
        if (!IsJson(request.ContentType))
        {
            return new(problems.NotJson());
        }

        if (await ReadBytesAsync(request, cancellation) is not { } body)
        {
            return new(problems.TooLarge(MaxBytes));
        }

        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            var violations = new Violations();
            var value = read(new JsonFields(document.RootElement, path: "", violations));
            return violations.IsEmpty && value is not null ? new(value) : new(problems.Invalid(violations));
        }
        catch (JsonException malformed)
        {
            return new(problems.Malformed(malformed.LineNumber, malformed.BytePositionInLine));
        }
        catch (InvalidOperationException)
        {
            // System.Text.Json finds text that is no Unicode (a lone surrogate, broken UTF-8) only when it is read.
            return new(problems.Malformed(line: null, position: null));
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
