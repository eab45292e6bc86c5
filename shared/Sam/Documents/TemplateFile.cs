using System.Text;
using Sam.Errors;

namespace Sam.Documents;

/// <summary>A file that holds a template or a part of one, as text.</summary>
internal static class TemplateFile
{
    /// <summary>CloudFormation's own limit for a template, in bytes.</summary>
    public const int LongestTemplate = 1_048_576;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text, or null when it cannot be had; that has been reported then.</summary>
    public static string? Read(string path, ErrorList errors)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return Reject(errors, 1, "The template cannot be read: it is a folder.", "Name a file.");
            }

            using var file = File.OpenRead(path);
            var bytes = new byte[(file.CanSeek ? Math.Clamp(file.Length, 4096, LongestTemplate) : LongestTemplate) + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length > LongestTemplate || file.CanSeek && file.Length > LongestTemplate
                ? Reject(errors, 1, $"The template is larger than {LongestTemplate} bytes, and CloudFormation takes no larger one.", "Split it into several stacks.")
                : Decode(bytes.AsSpan(0, length), errors);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Reject(errors, 1, $"The template cannot be read: {e.Message}", "Name another file with --template.");
        }
    }

    private static string? Decode(ReadOnlySpan<byte> bytes, ErrorList errors)
    {
        if (bytes.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }

        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            var line = 1 + bytes[..Math.Clamp(e.Index, 0, bytes.Length)].Count((byte)'\n');
            return Reject(errors, line, "This is not UTF-8 text.", "Save the file as UTF-8.");
        }
    }

    private static string? Reject(ErrorList errors, int line, string message, string remedy)
    {
        errors.Add(line, "", "", message, remedy);
        return null;
    }
}
