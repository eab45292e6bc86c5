using System.Text;
using Emulation.Calls;

namespace Emulation.Protocols.Query;

/// <summary>The parameters of a Query-protocol call: a form, with lists as <c>Tags.member.1.Key</c>.</summary>
internal sealed class QueryRequest(Dictionary<string, string> parameters, QueryLists? lists)
{
    /// <summary>A call of IAM that simulates many policies has some hundreds.</summary>
    private const int MostParameters = 20_000;

    public string? Action => this["Action"];

    /// <summary>Why the lists of the call cannot be read; null when they can. To be asked before anything is read: a list is never shorter than it was sent.</summary>
    public QueryError? Malformed => Lists.Error;

    private QueryLists Lists => lists ??= QueryLists.Of(parameters.Keys);

    public string? this[string name] => parameters.GetValueOrDefault(name);

    /// <summary>Reads parameters from the query string and the form body, as AWS accepts both.</summary>
    /// <remarks>In one pass, and never more than the first too many: nobody has signed yet.</remarks>
    public static QueryRequest Parse(ReadOnlySpan<char> query, ReadOnlySpan<byte> body)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        var left = MostParameters;
        var isWhole = Read(query, parameters, ref left) && Read(Encoding.UTF8.GetString(body), parameters, ref left);
        return new QueryRequest(parameters, isWhole ? null : QueryLists.TooLong(MostParameters));
    }

    /// <summary>The parameters that are, or belong to, the members given: all that an operation has.</summary>
    /// <exception cref="RefusedException">One belongs to a member in a way that the protocol does not have: nobody would read it.</exception>
    public QueryRequest Only(IReadOnlySet<string> members)
    {
        var own = parameters.Where(pair => members.Contains(pair.Key.Split('.', 2)[0])).ToDictionary(StringComparer.Ordinal);
        return own.Keys.Select(QueryLists.NoMember).FirstOrDefault(static error => error is not null) is { } error
            ? throw new RefusedException(error)
            : new(own, lists?.Error is null ? null : lists);
    }

    /// <summary>The prefixes of a list's members, such as <c>Tags.member.1</c>, in order. An empty text is an empty list, as SDKs send it.</summary>
    /// <exception cref="RefusedException">The list was sent as one text.</exception>
    public IEnumerable<string> Members(string list) => string.IsNullOrEmpty(this[list]) ? Lists.Members(list) : throw new RefusedException(QueryLists.NoList(list));

    /// <returns>False when there are more than may be left, of one name or of many.</returns>
    private static bool Read(ReadOnlySpan<char> form, Dictionary<string, string> parameters, ref int left)
    {
        foreach (var range in form.Split('&'))
        {
            if (--left < 0)
            {
                return false;
            }

            var pair = form[range];
            var equals = pair.IndexOf('=');
            if (!pair.IsEmpty)
            {
                parameters[Decode(equals < 0 ? pair : pair[..equals])] = equals < 0 ? "" : Decode(pair[(equals + 1)..]);
            }
        }

        return true;
    }

    private static string Decode(ReadOnlySpan<char> text) => Uri.UnescapeDataString(text.ToString().Replace('+', ' '));
}
