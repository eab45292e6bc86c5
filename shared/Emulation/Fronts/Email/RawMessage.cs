using System.Text;
using Emulation.Calls;

namespace Emulation.Fronts.Email;

/// <summary>The header of a message that a client wrote itself. RFC 5322, "Internet Message Format".</summary>
internal sealed class RawMessage
{
    private readonly List<(string Name, string Value)> fields = [];

    private RawMessage(string head)
    {
        foreach (var line in head.Split('\n').Select(static line => line.TrimEnd('\r')))
        {
            if (line is [' ' or '\t', ..] && fields.Count > 0)
            {
                fields[^1] = (fields[^1].Name, $"{fields[^1].Value} {line.Trim()}");
            }
            else if (line.IndexOf(':', StringComparison.Ordinal) is var colon and > 0)
            {
                fields.Add((line[..colon].Trim(), line[(colon + 1)..].Trim()));
            }
        }
    }

    /// <summary>Reads the header of a message in base64.</summary>
    /// <exception cref="RefusedException">It is no message.</exception>
    public static RawMessage Parse(string base64)
    {
        string text;
        try
        {
            text = Encoding.Latin1.GetString(Convert.FromBase64String(base64));
        }
        catch (FormatException)
        {
            throw Wrong("The message is not in base64.");
        }

        var lines = text.Split('\n');
        var end = Array.FindIndex(lines, static line => line.TrimEnd('\r').Length == 0);
        return new RawMessage(string.Join('\n', end < 0 ? lines : lines[..end]));
    }

    /// <summary>Who it says that it is from.</summary>
    /// <exception cref="RefusedException">It says that twice, or of several.</exception>
    public EmailAddress? From => Values("From") switch
    {
        [] => null,
        [var only] => EmailAddress.Parse(only),
        _ => throw Wrong("The message has more than one From."),
    };

    /// <summary>Whom it says that it is to.</summary>
    public IReadOnlyList<string> Recipients => [.. ((string[])["To", "Cc", "Bcc"]).SelectMany(Values).SelectMany(Split)];

    /// <summary>A field's values, however it is written.</summary>
    private List<string> Values(string name) => [.. fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(static field => field.Value)];

    /// <summary>At the commas that are in no quotes.</summary>
    private static IEnumerable<string> Split(string list)
    {
        var isQuoted = false;
        var start = 0;
        for (var i = 0; i < list.Length; i++)
        {
            isQuoted ^= list[i] == '"';
            if (list[i] == ',' && !isQuoted)
            {
                yield return list[start..i];
                start = i + 1;
            }
        }

        yield return list[start..];
    }

    private static RefusedException Wrong(string message) => new(new ServiceRefusal(400, "InvalidParameterValue", message));
}
