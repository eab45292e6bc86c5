using System.Buffers;

namespace Emulation.Cognito.Storage;

/// <summary>
/// The letters of base64url and no others: RFC 7515, section 2, has neither padding nor white space, which decoders pass over. What is handed out has one text,
/// so that nobody can tell two apart that are the same.
/// </summary>
internal static class TokenText
{
    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static bool IsExact(ReadOnlySpan<char> part) => !part.ContainsAnyExcept(Letters);
}
