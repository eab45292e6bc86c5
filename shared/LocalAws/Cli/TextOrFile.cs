using System.Text;
using Emulation;

namespace Tool.Cli;

/// <summary>A value that is given as a text, as <c>@FILE</c>, or as <c>-</c> for standard input, as curl takes it.</summary>
internal static class TextOrFile
{
    /// <summary>The file that is named; null where the value is none, a text, or standard input.</summary>
    public static string? FileOf(string? value) => value is ['@', .. var file] ? file : null;

    /// <summary>Its bytes; null without a value.</summary>
    /// <exception cref="UsageException">The file cannot be read.</exception>
    public static async Task<byte[]?> ReadAsync(string option, string? value, CancellationToken cancellation)
    {
        if (value is null)
        {
            return null;
        }

        if (value == "-")
        {
            using var buffer = new MemoryStream();
            await using var input = Console.OpenStandardInput();
            await input.CopyToAsync(buffer, cancellation).ConfigureAwait(false);
            return buffer.ToArray();
        }

        if (!value.StartsWith('@'))
        {
            return Encoding.UTF8.GetBytes(value);
        }

        byte[] read = [];
        await Guard.FileAsync($"{option} {value}", async () => read = await File.ReadAllBytesAsync(value[1..], cancellation).ConfigureAwait(false)).ConfigureAwait(false);
        return read;
    }

    /// <summary>The same as text.</summary>
    public static async Task<string?> ReadTextAsync(string option, string? value, CancellationToken cancellation) =>
        await ReadAsync(option, value, cancellation).ConfigureAwait(false) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
}
