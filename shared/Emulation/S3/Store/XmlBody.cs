using System.Globalization;
using System.Text;

namespace Emulation.S3.Store;

/// <summary>Writes an XML document as S3 does: one line behind the declaration, quotes as entities, no empty element cut short.</summary>
internal sealed class XmlBody
{
    public const string Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";
    private readonly StringBuilder text = new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", 1024);

    /// <summary>A document with its root element.</summary>
    public static S3Answer Answer(string root, Action<XmlBody> write, params ReadOnlySpan<(string Name, string? Value)> headers)
    {
        var body = new XmlBody();
        body.text.Append('<').Append(root).Append(" xmlns=\"").Append(Namespace).Append("\">");
        write(body);
        body.text.Append("</").Append(root).Append('>');
        var bytes = Encoding.UTF8.GetBytes(body.text.ToString());
        return AnswerHeaders.Of(headers).Add("Content-Type", "application/xml").Answer(200, bytes);
    }

    /// <summary>A moment with milliseconds, of which S3 tells none.</summary>
    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'.000Z'", CultureInfo.InvariantCulture);

    /// <summary>An element; none for null.</summary>
    public XmlBody Add(string name, string? value)
    {
        if (value is not null)
        {
            text.Append('<').Append(name).Append('>');
            Escape(value);
            text.Append("</").Append(name).Append('>');
        }

        return this;
    }

    public XmlBody Add(string name, long value) => Add(name, value.ToString(CultureInfo.InvariantCulture));

    public XmlBody Add(string name, bool value) => Add(name, value ? "true" : "false");

    public XmlBody Add(string name, DateTimeOffset value) => Add(name, Moment(value));

    /// <summary>An element with others in it.</summary>
    public XmlBody Add(string name, Action<XmlBody> write, string attributes = "")
    {
        text.Append('<').Append(name).Append(attributes).Append('>');
        write(this);
        text.Append("</").Append(name).Append('>');
        return this;
    }

    /// <summary>The text of the element that is open.</summary>
    public XmlBody AddText(string value)
    {
        Escape(value);
        return this;
    }

    private void Escape(string value)
    {
        foreach (var c in value)
        {
            _ = c switch
            {
                '&' => text.Append("&amp;"),
                '<' => text.Append("&lt;"),
                '>' => text.Append("&gt;"),
                '"' => text.Append("&quot;"),
                < ' ' and not '\n' and not '\t' => text.Append(CultureInfo.InvariantCulture, $"&#x{(int)c:x};"),
                _ => text.Append(c),
            };
        }
    }
}
