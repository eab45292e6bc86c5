using Emulation.State;

namespace Emulation.ApiGatewayV2;

/// <summary>Ids as API Gateway gives them: lower-case letters and digits.</summary>
internal static class FreshId
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>An API's id: ten characters.</summary>
    public static string OfApi(IdSource ids) => Draw(ids, 10);

    /// <summary>The id of a part of an API: seven characters.</summary>
    public static string OfPart(IdSource ids) => Draw(ids, 7);

    private static string Draw(IdSource ids, int length)
    {
        Span<byte> bytes = stackalloc byte[length];
        ids.Fill(bytes);
        Span<char> id = stackalloc char[length];
        for (var i = 0; i < length; i++)
        {
            id[i] = Alphabet[bytes[i] % Alphabet.Length];
        }

        return id.ToString();
    }
}
