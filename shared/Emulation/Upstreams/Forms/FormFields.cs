using System.Text;

namespace Emulation.Upstreams.Forms;

/// <summary>The fields of a form, from the query and the body together.</summary>
internal static class FormFields
{
    private const int Most = 20_000;

    /// <summary>What a presigned query adds: it belongs to the signature, and not to the call.</summary>
    private const string OfSignature = "X-Amz-";

    /// <summary>Null when a field comes twice, wherever: two readers might each take another; or when there are too many.</summary>
    public static SortedDictionary<string, string>? Read(ReadOnlySpan<char> query, ReadOnlySpan<byte> body)
    {
        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal);
        return Add(query, fields) && Add(Encoding.UTF8.GetString(body), fields) ? fields : null;
    }

    private static bool Add(ReadOnlySpan<char> form, SortedDictionary<string, string> fields)
    {
        foreach (var range in form.Split('&'))
        {
            var pair = form[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf('=');
            var name = Decode(equals < 0 ? pair : pair[..equals]);
            if (!name.StartsWith(OfSignature, StringComparison.OrdinalIgnoreCase) && (fields.Count == Most || !fields.TryAdd(name, equals < 0 ? "" : Decode(pair[(equals + 1)..]))))
            {
                return false;
            }
        }

        return true;
    }

    private static string Decode(ReadOnlySpan<char> text) => Uri.UnescapeDataString(text.ToString().Replace('+', ' '));
}
