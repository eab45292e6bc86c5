namespace Tool.Calling;

/// <summary>What came back of a call, its body still on the way; and what LocalAws says of it.</summary>
/// <param name="Response">The answer.</param>
/// <param name="Took">Until its head was there.</param>
/// <param name="Refusal">Why LocalAws refused it, and what would change that; null where a function answered.</param>
/// <param name="Hint">What may have been meant; null without a guess.</param>
internal sealed record CallAnswer(HttpResponseMessage Response, TimeSpan Took, Explained? Refusal, string? Hint)
{
    /// <summary>LocalAws's own headers, which say what the refusal says better.</summary>
    private const string Own = "x-localaws-";

    public int Status => (int)Response.StatusCode;

    /// <summary>Below 400.</summary>
    public bool IsSuccess => Status < 400;

    /// <summary>The id by which <c>localaws explain</c> knows it.</summary>
    public string? Decision => Header($"{Own}decision");

    /// <summary>The answer's headers, a line for each value.</summary>
    public IEnumerable<KeyValuePair<string, string>> Headers =>
        Response.Headers.Concat(Response.Content.Headers).SelectMany(static header => header.Value.Select(value => KeyValuePair.Create(header.Key, value)));

    /// <summary>Those that are not LocalAws's own.</summary>
    public IEnumerable<KeyValuePair<string, string>> AwsHeaders => Headers.Where(static header => !header.Key.StartsWith(Own, StringComparison.OrdinalIgnoreCase));

    /// <summary>Why LocalAws answered in a function's place; null where it did not.</summary>
    public static string? ReasonOf(HttpResponseMessage response) => Of(response, $"{Own}reason");

    public static string? DecisionOf(HttpResponseMessage response) => Of(response, $"{Own}decision");

    private string? Header(string name) => Of(Response, name);

    private static string? Of(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : null;
}
