using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation;
using Emulation.Wire;
using Spectre.Console;
using Tool.Calling;

namespace Tool.Terminal;

/// <summary>
/// The answer of a call: status, headers, body, and of a refusal the reason and the smallest change. On a terminal all of it, in colours; in a pipe the body goes
/// through as it comes, and the rest stands beside it on standard error.
/// </summary>
internal static class AnswerView
{
    /// <summary>For people.</summary>
    public static async Task ShowAsync(IAnsiConsole console, CallAnswer answer, CancellationToken cancellation)
    {
        // What may be copied is wrapped by the terminal alone.
        var unwrapped = OpenConsole.On(Console.Out, isUnwrapped: true);
        unwrapped.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold {ColourOf(answer)}]{StatusLine(answer)}[/]  [grey]{answer.Took.TotalMilliseconds:0} ms[/]");
        foreach (var (name, value) in answer.AwsHeaders)
        {
            unwrapped.MarkupLineInterpolated($"[grey]{name}:[/] {ClientText.Shown(value, ClientText.LongestSentence)}");
        }

        unwrapped.WriteLine();
        await BodyAsync(unwrapped, answer.Response.Content, cancellation).ConfigureAwait(false);
        Refusal(console, answer);
    }

    /// <summary>For a pipe.</summary>
    public static async Task PassOnAsync(Stream output, IAnsiConsole beside, CallAnswer answer, bool withHead, CancellationToken cancellation)
    {
        if (!withHead)
        {
            beside.MarkupLineInterpolated($"[{ColourOf(answer)}]{StatusLine(answer)}[/]");
        }
        else
        {
            var head = new StringBuilder(StatusLine(answer)).Append("\r\n");
            foreach (var (name, value) in answer.Headers)
            {
                head.Append(name).Append(": ").Append(value).Append("\r\n");
            }

            await output.WriteAsync(Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), cancellation).ConfigureAwait(false);
        }

        // As it comes: a function may stream.
        await using var body = await answer.Response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await body.CopyToAsync(output, cancellation).ConfigureAwait(false);
        await output.FlushAsync(cancellation).ConfigureAwait(false);
        Refusal(beside, answer);
    }

    /// <summary>For programs: one document.</summary>
    public static async Task<string> JsonAsync(CallAnswer answer, CancellationToken cancellation)
    {
        var body = await answer.Response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        return JsonText.Document(json =>
        {
            json.WriteNumber("status", answer.Status);
            json.WriteStartObject("headers");
            foreach (var header in answer.Headers.GroupBy(static header => header.Key, StringComparer.OrdinalIgnoreCase))
            {
                json.WriteString(header.Key, string.Join(", ", header.Select(static one => one.Value)));
            }

            json.WriteEndObject();
            json.WritePropertyName("body");
            if (Parsed(body) is { } parsed)
            {
                parsed.WriteTo(json);
            }
            else
            {
                json.WriteStringValue(Encoding.UTF8.GetString(body));
            }

            json.WriteString("decision", answer.Decision);
            json.WriteString("reason", answer.Refusal?.Reason);
            json.WriteObjects("changes", answer.Refusal?.Changes ?? [], static (json, change) =>
            {
                json.WriteString("change", change.Change);
                json.WriteString("caution", change.Caution);
            });
            json.WriteString("hint", answer.Hint);
        });
    }

    private static string StatusLine(CallAnswer answer) =>
        string.Create(CultureInfo.InvariantCulture, $"HTTP/{answer.Response.Version} {answer.Status} {answer.Response.ReasonPhrase}").TrimEnd();

    private static string ColourOf(CallAnswer answer) => answer.Status switch
    {
        < 300 => "green",
        < 400 => "blue",
        < 500 => "yellow",
        _ => "red",
    };

    private static async Task BodyAsync(IAnsiConsole console, HttpContent content, CancellationToken cancellation)
    {
        var body = await content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        if (body.Length == 0 || JsonView.TryWrite(console, body))
        {
            return;
        }

        // What is no text would turn the terminal upside down.
        console.Profile.Out.Writer.WriteLine(IsText(body, out var text)
            ? ClientText.Page(text.TrimEnd('\n'))
            : $"({body.Length} bytes of {content.Headers.ContentType?.ToString() ?? "no type"}: send them to a file with > FILE)");
    }

    private static bool IsText(byte[] body, out string text)
    {
        text = Encoding.UTF8.GetString(body);
        return !text.AsSpan().ContainsAny('\0', '\uFFFD');
    }

    private static void Refusal(IAnsiConsole console, CallAnswer answer)
    {
        if (answer.Refusal is not { } refusal)
        {
            return;
        }

        var plain = console.Profile.Out.Writer;
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold yellow]Why[/]");
        plain.WriteLine($"  {ClientText.Page(refusal.Reason)}");
        if (answer.Hint is { } hint)
        {
            plain.WriteLine($"  {ClientText.Page(hint)}");
        }

        if (refusal.Changes.Count > 0)
        {
            console.MarkupLineInterpolated($"[bold yellow]The smallest change that would allow it{(refusal.Changes.Count == 1 ? "" : $" has {refusal.Changes.Count} parts")}[/]");
        }

        // Not wrapped, so that it can be copied.
        foreach (var (change, caution) in refusal.Changes)
        {
            plain.WriteLine($"  * {ClientText.Page(change)}");
            console.MarkupLineInterpolated($"    [grey]{ClientText.Page(caution)}[/]");
        }

        if (answer.Decision is { } decision)
        {
            var port = answer.Response.RequestMessage?.RequestUri?.Port ?? EmulatorOptions.DefaultPort;
            var where = port == EmulatorOptions.DefaultPort ? "" : $" --port {port}";
            plain.WriteLine($"More: localaws explain {decision}{where}");
        }
    }

    private static JsonNode? Parsed(byte[] body)
    {
        try
        {
            return body.Length == 0 ? null : JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
