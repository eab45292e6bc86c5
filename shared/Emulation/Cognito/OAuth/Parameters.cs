using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Emulation.Cognito.OAuth;

/// <summary>
/// The parameters of a query or form. One without a value counts as left out, and one that comes twice is an error: RFC 6749, section 3.1.
/// </summary>
internal sealed class Parameters
{
    private readonly Dictionary<string, StringValues> values;

    private Parameters(string text)
    {
        Text = text;
        values = new(QueryHelpers.ParseQuery(text), StringComparer.Ordinal);
    }

    public static Parameters None { get; } = new("");

    /// <summary>As it was sent, without a question mark.</summary>
    public string Text { get; }

    /// <summary>The parameter's value; null when it is missing, empty or ambiguous.</summary>
    public string? this[string name] => values.TryGetValue(name, out var value) && value is [{ Length: > 0 } only] ? only : null;

    /// <summary>Whether any parameter comes more than once.</summary>
    public bool RepeatsOne => values.Any(static pair => pair.Value.Count > 1);

    public IEnumerable<string> Names => values.Keys;

    /// <summary>Of a query that was kept.</summary>
    public static Parameters OfText(string query) => new(query);

    public static Parameters OfQuery(string target) => target.IndexOf('?') is var at and >= 0 ? new(target[(at + 1)..]) : None;

    /// <summary>Null when the body is no form.</summary>
    public static Parameters? OfForm(HttpRequest request, byte[] body) =>
        request.ContentType?.Split(';')[0].Trim().Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true
            ? new(System.Text.Encoding.UTF8.GetString(body))
            : null;
}
