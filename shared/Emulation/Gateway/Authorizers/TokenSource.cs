namespace Emulation.Gateway.Authorizers;

/// <summary>
/// Finds the token of a request, where it is: nothing is copied for a token that is known already. A place that holds several values holds no token, since the
/// function may look at another one than was verified.
/// </summary>
internal static class TokenSource
{
    private const string Bearer = "Bearer ";

    /// <summary>The token at an identity source such as <c>$request.header.Authorization</c>, without <c>Bearer</c>; empty when there is none.</summary>
    public static ReadOnlyMemory<char> At(GatewayRequest request, string source, out bool isRepeated) => Stripped(IdentitySource.Read(request, source, out isRepeated), isRepeated);

    /// <summary>The token in a header, without <c>Bearer</c>; empty when there is none.</summary>
    public static ReadOnlyMemory<char> InHeader(GatewayRequest request, string header, out bool isRepeated) => Stripped(request.Header(header, out isRepeated), isRepeated);

    private static ReadOnlyMemory<char> Stripped(string? value, bool isRepeated)
    {
        var token = isRepeated ? default : value.AsMemory().Trim();
        return token.Span.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? token[Bearer.Length..].Trim() : token;
    }
}
