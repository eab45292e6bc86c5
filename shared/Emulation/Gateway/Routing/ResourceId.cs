using System.Security.Cryptography;
using System.Text;

namespace Emulation.Gateway.Routing;

/// <summary>
/// The id of a part of an API, such as a resource (a path) of a REST API: six lower-case letters and digits, the same for the same API and part.
/// </summary>
internal static class ResourceId
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    public static string Of(string apiId, string path) => string.Create(6, (apiId, path), static (id, of) =>
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{of.apiId}{of.path}"), hash);
        for (var i = 0; i < id.Length; i++)
        {
            id[i] = Alphabet[hash[i] % Alphabet.Length];
        }
    });
}
