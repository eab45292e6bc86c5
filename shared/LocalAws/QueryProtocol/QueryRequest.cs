using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Emulation.QueryProtocol;

/// <summary>The parameters of a Query-protocol call: a form, with lists as <c>Tags.member.1.Key</c>.</summary>
internal sealed class QueryRequest
{
    private readonly Dictionary<string, string> parameters;

    private QueryRequest(Dictionary<string, string> parameters) => this.parameters = parameters;

    public string? Action => this["Action"];

    public string? this[string name] => parameters.GetValueOrDefault(name);

    /// <summary>Reads parameters from the query string and the form body, as AWS accepts both.</summary>
    public static QueryRequest Parse(ReadOnlySpan<char> query, ReadOnlySpan<byte> body)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        Read(query, parameters);
        Read(Encoding.UTF8.GetString(body), parameters);
        return new QueryRequest(parameters);
    }

    /// <summary>The parameters that are, or belong to, the members given: all that an operation has.</summary>
    public QueryRequest Only(FrozenSet<string> members) =>
        new(parameters.Where(pair => members.Contains(pair.Key.Split('.', 2)[0])).ToDictionary(StringComparer.Ordinal));

    /// <summary>The prefixes of a list's members, such as <c>Tags.member.1</c>, in order.</summary>
    public IEnumerable<string> Members(string list)
    {
        for (var i = 1; ; i++)
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"{list}.member.{i}");
            if (!parameters.ContainsKey(prefix) && !parameters.Keys.Any(k => k.StartsWith(prefix + ".", StringComparison.Ordinal)))
            {
                yield break;
            }

            yield return prefix;
        }
    }

    private static void Read(ReadOnlySpan<char> form, Dictionary<string, string> parameters)
    {
        foreach (var range in form.Split('&'))
        {
            var pair = form[range];
            var equals = pair.IndexOf('=');
            if (!pair.IsEmpty)
            {
                parameters[Decode(equals < 0 ? pair : pair[..equals])] = equals < 0 ? "" : Decode(pair[(equals + 1)..]);
            }
        }
    }

    private static string Decode(ReadOnlySpan<char> text) => Uri.UnescapeDataString(text.ToString().Replace('+', ' '));
}
