using System.Text;
using System.Text.RegularExpressions;

namespace Emulation.Fronts.Sqs;

/// <summary>Addresses of queues in a server's answers, which lead to LocalAws and not past it: clients send their next calls there.</summary>
internal static partial class QueueUrls
{
    /// <summary>Puts the client's host in the place of the server's own.</summary>
    public static Func<byte[], byte[]> RewriterFor(string host) => body => host.Length == 0 ? body
        : Encoding.UTF8.GetBytes(Url().Replace(Encoding.UTF8.GetString(body), match => $"http:{match.Groups["slash"].Value}{match.Groups["slash"].Value}{host}"));

    // JSON may escape a slash. What follows the host is an account and a name.
    [GeneratedRegex(@"https?:(?<slash>\\?/)\\?/[A-Za-z0-9.:\[\]-]+(?=\\?/([A-Za-z0-9._-]+\\?/)?[0-9]{12}\\?/[A-Za-z0-9_-]+)")]
    private static partial Regex Url();
}
