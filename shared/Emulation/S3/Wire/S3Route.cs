using System.Collections.Immutable;

namespace Emulation.S3.Wire;

/// <summary>What a request is about.</summary>
internal enum S3Level
{
    /// <summary>All buckets of an account.</summary>
    Service,

    /// <summary>A bucket.</summary>
    Bucket,

    /// <summary>An object.</summary>
    Object,
}

/// <summary>How an operation is told from others: by method, level, and what query and headers must hold. Amazon S3 API Reference.</summary>
/// <param name="Operation">Its name.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Level">What it is about.</param>
internal sealed record S3Route(string Operation, string Method, S3Level Level)
{
    /// <param name="operation">Its name.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="level">What it is about.</param>
    /// <param name="keys">The parameters that must be there, with blanks between, some with their value.</param>
    /// <param name="parameters">Those that may be there.</param>
    /// <param name="headers">The headers that must be there.</param>
    public S3Route(string operation, string method, S3Level level, string keys, string parameters = "", string headers = "")
        : this(operation, method, level) =>
        (Keys, Parameters, Headers) = (
            [.. Split(keys).Select(static key => key.Split('=')).Select(static pair => new KeyValuePair<string, string?>(pair[0], pair.Length > 1 ? pair[1] : null))],
            Split(parameters), Split(headers));

    public ImmutableArray<KeyValuePair<string, string?>> Keys { get; } = [];

    public ImmutableArray<string> Parameters { get; } = [];

    public ImmutableArray<string> Headers { get; } = [];

    /// <summary>How much a request must hold to be this one.</summary>
    public int Weight => Keys.Length + Headers.Length;

    /// <summary>Whether the operation has a parameter.</summary>
    public bool Has(string parameter) => Parameters.Contains(parameter) || IsKey(parameter);

    public bool IsKey(string parameter)
    {
        foreach (var key in Keys)
        {
            if (key.Key == parameter)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a request holds all that it must.</summary>
    public bool Fits(string method, S3Level level, IReadOnlyDictionary<string, string> query, IReadOnlyDictionary<string, string> headers)
    {
        if (level != Level || method != Method)
        {
            return false;
        }

        foreach (var (name, value) in Keys)
        {
            if (!query.TryGetValue(name, out var there) || (value is not null && value != there))
            {
                return false;
            }
        }

        foreach (var header in Headers)
        {
            if (!headers.ContainsKey(header))
            {
                return false;
            }
        }

        return true;
    }

    private static ImmutableArray<string> Split(string names) => [.. names.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
