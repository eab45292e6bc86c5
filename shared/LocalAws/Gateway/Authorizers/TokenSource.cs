namespace Emulation.Gateway.Authorizers;

/// <summary>Finds the token of a request.</summary>
internal static class TokenSource
{
    private const string Bearer = "Bearer ";

    /// <summary>The token at an identity source such as <c>$request.header.Authorization</c>, without <c>Bearer</c>; null when there is none.</summary>
    public static string? At(GatewayRequest request, string source) => Stripped(IdentitySource.Read(request, source));

    /// <summary>The token in a header, without <c>Bearer</c>; null when there is none.</summary>
    public static string? InHeader(GatewayRequest request, string header) => Stripped(request.Header(header));

    private static string? Stripped(string? value)
    {
        var token = value.AsSpan().Trim();
        if (token.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            token = token[Bearer.Length..].Trim();
        }

        return token.IsEmpty ? null : token.Length == value!.Length ? value : token.ToString();
    }
}
