using System.Xml;
using System.Xml.Linq;
using Emulation.Calls;

namespace Emulation.S3.Wire;

/// <summary>An XML document of a request, read so that it can say one thing only: no element that counts may be there twice.</summary>
internal sealed class S3Document
{
    private readonly XElement root;

    private S3Document(XElement root) => this.root = root;

    /// <summary>Reads a document.</summary>
    /// <exception cref="RefusedException">It is no XML, has a document type, or another root.</exception>
    public static S3Document Of(ReadOnlyMemory<byte> body, string root)
    {
        try
        {
            var element = Load(body);
            return element.Name.LocalName == root ? new S3Document(element) : throw new RefusedException(S3Refusals.MalformedXml);
        }
        catch (XmlException)
        {
            throw new RefusedException(S3Refusals.MalformedXml);
        }
    }

    /// <summary>The content type of a document: most are XML, bucket policies are JSON.</summary>
    public static string TypeOf(ReadOnlySpan<byte> body) => body.TrimStart(" \t\r\n"u8).StartsWith("{"u8) ? "application/json" : "application/xml";

    /// <summary>The texts of all elements that have no elements; none of what is no XML.</summary>
    public static IEnumerable<string> TextsOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            return TypeOf(body.Span) == "application/json" ? [] : [.. Load(body).DescendantsAndSelf().Where(static one => !one.HasElements).Select(static one => one.Value)];
        }
        catch (XmlException)
        {
            return [];
        }
    }

    /// <summary>Whether a document has an element whose name begins so; what is no XML has none.</summary>
    public static bool HasAny(ReadOnlyMemory<byte> body, string beginning)
    {
        try
        {
            return Load(body).DescendantsAndSelf().Any(one => one.Name.LocalName.StartsWith(beginning, StringComparison.Ordinal));
        }
        catch (XmlException)
        {
            return false;
        }
    }

    /// <summary>The text of the element at a path; null when it is not there.</summary>
    /// <exception cref="RefusedException">It is there twice, or has elements.</exception>
    public string? Text(params ReadOnlySpan<string> path)
    {
        var element = root;
        foreach (var name in path)
        {
            if (One(element, name) is not { } child)
            {
                return null;
            }

            element = child;
        }

        return element.HasElements ? throw new RefusedException(S3Refusals.MalformedXml) : element.Value;
    }

    /// <summary>The elements of a name at a path, each as a document.</summary>
    public IEnumerable<S3Document> All(string name, string? within = null) =>
        (within is null ? root : One(root, within))?.Elements().Where(child => child.Name.LocalName == name).Select(static child => new S3Document(child)) ?? [];

    /// <summary>The text of the element itself.</summary>
    public string Value => root.Value;

    /// <summary>The tags in <c>TagSet</c>, or in the elements of another name.</summary>
    /// <exception cref="RefusedException">A tag has no key or no value, or two have the same key.</exception>
    public Dictionary<string, string> Tags(string within = "TagSet")
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in All("Tag", within))
        {
            if (tag.Text("Key") is not { } key || tag.Text("Value") is not { } value || !tags.TryAdd(key, value))
            {
                throw new RefusedException(S3Refusals.MalformedXml);
            }
        }

        return tags;
    }

    private static XElement Load(ReadOnlyMemory<byte> body)
    {
        using var reader = XmlReader.Create(
            new MemoryStream(body.ToArray(), writable: false),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = body.Length + 1 });
        return XDocument.Load(reader).Root!;
    }

    private static XElement? One(XElement element, string name)
    {
        XElement[] named = [.. element.Elements().Where(child => child.Name.LocalName == name)];
        return named.Length > 1 ? throw new RefusedException(S3Refusals.MalformedXml) : named.FirstOrDefault();
    }
}
