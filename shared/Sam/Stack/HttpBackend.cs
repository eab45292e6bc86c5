using System.Collections.Immutable;

namespace Sam;

/// <summary>A server that answers a route, other than a function: integrations of types <c>HTTP</c> and <c>HTTP_PROXY</c>.</summary>
/// <param name="Method">The method of the request that is sent on; <c>ANY</c> for the caller's.</param>
/// <param name="Uri">Where it is sent. Parts in braces are the route's path parameters.</param>
/// <param name="IsProxy">Whether the request and the answer go through as they are.</param>
/// <param name="Parameters">What of the request becomes which part of the one that is sent on, by <c>integration.request.*</c>.</param>
public sealed record HttpBackend(string Method, string Uri, bool IsProxy, ImmutableDictionary<string, string> Parameters)
{
    /// <summary>What begins the mapping of a header of the server's answer.</summary>
    public const string OfAnswersHeader = "integration.response.header.";

    /// <summary>Whether the server may have any certificate.</summary>
    public bool SkipsVerification { get; init; }

    /// <summary>What becomes of the server's answers, where they do not go through as they are.</summary>
    public ImmutableArray<BackendAnswer> Answers { get; init; } = [];

    /// <summary>Whether it is on this machine, whatever a resolver says.</summary>
    public bool IsLoopback =>
        System.Uri.TryCreate(Uri.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal), UriKind.Absolute, out var address) && address.IsLoopback;

    /// <summary>Reads a mapping that is a text in quotes.</summary>
    public static bool TryLiteral(string mapping, out string text)
    {
        var isLiteral = mapping is ['\'', .., '\''] && mapping.Length > 1 && !mapping.AsSpan(1, mapping.Length - 2).Contains('\'');
        text = isLiteral ? mapping[1..^1] : "";
        return isLiteral;
    }
}

/// <summary>What becomes of one kind of a server's answers.</summary>
/// <param name="Pattern">A regular expression that the server's status matches; empty for whatever no other takes.</param>
/// <param name="StatusCode">The status that the client gets.</param>
/// <param name="Headers">The headers that the client gets, as texts in quotes and as <see cref="HttpBackend.OfAnswersHeader"/>.</param>
public sealed record BackendAnswer(string Pattern, int StatusCode, ImmutableDictionary<string, string> Headers);
