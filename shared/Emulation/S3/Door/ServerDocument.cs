using System.Text;
using System.Xml;
using System.Xml.Linq;
using Iam;

namespace Emulation.S3.Door;

/// <summary>
/// The documents of a server that say more than who asks may know, or lead past LocalAws: the list of buckets, of which a server without accounts shows everybody's,
/// and the address
/// of an object that was uploaded in parts.
/// </summary>
internal static class ServerDocument
{
    /// <summary>Whether the answer of an operation is read.</summary>
    public static bool IsOf(string operation) => operation is "ListBuckets" or "CompleteMultipartUpload";

    /// <summary>The document as it is sent on; null where it is none.</summary>
    public static byte[]? Of(S3Call call, byte[] body, Func<string, AccountId> ownerOf)
    {
        XDocument document;
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            document = XDocument.Load(reader);
        }
        catch (XmlException)
        {
            return null;
        }

        if (call.Operation == "ListBuckets")
        {
            foreach (var bucket in Named(document, "Bucket").ToList())
            {
                if (bucket.Elements().FirstOrDefault(static one => one.Name.LocalName == "Name")?.Value is not { } name || ownerOf(name) != call.Account)
                {
                    bucket.Remove();
                }
            }

            foreach (var id in Named(document, "Owner").SelectMany(static owner => owner.Elements().Where(static one => one.Name.LocalName == "ID")))
            {
                id.Value = CanonicalId.Of(call.Account);
            }
        }
        else if (Named(document, "Location").FirstOrDefault() is { } location)
        {
            location.Value = ObjectAddress.Of(call.Host, call.Bucket!, call.Region, string.Join('/', call.Key!.Split('/').Select(Uri.EscapeDataString)));
        }

        return Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{document.Root!.ToString(SaveOptions.DisableFormatting)}");
    }

    private static IEnumerable<XElement> Named(XDocument document, string name) => document.Descendants().Where(one => one.Name.LocalName == name);
}
