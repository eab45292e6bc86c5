using System.Net;

namespace Emulation.FrontDoor;

/// <summary>
/// The names that this LocalAws answers to. A page of any site can have its own name lead to this machine after it was loaded (DNS rebinding), and then reads
/// whatever answers to that name; so a <c>Host</c> must be one that no stranger can lead anywhere: this machine's own names, those by which its containers call
/// it, the address listened on, the host of <c>--endpoint-url</c>, and AWS's names, which only AWS can lead. Ports do not count: behind a mapped one they
/// differ.
/// </summary>
/// <param name="listen">The address listened on.</param>
/// <param name="endpointUrl">The address by which clients reach this LocalAws, if that is another.</param>
internal sealed class LocalNames(IPAddress listen, Uri? endpointUrl)
{
    private const string Loopback = "127.0.0.1";
    private const string Localhost = "localhost";
    private readonly bool isOnNetwork = !IPAddress.IsLoopback(listen);
    private readonly string given = endpointUrl?.IdnHost ?? "";

    /// <summary>What a name that is refused can become one that is not by.</summary>
    public const string Remedy = "If clients reach this LocalAws by that name, start it with --endpoint-url, such as http://NAME:4566.";

    /// <summary>Whether services, APIs and user pools answer to a <c>Host</c>.</summary>
    public bool Answers(ReadOnlySpan<char> host) => IsThisMachine(host) || IsOfAws(WithoutPort(host));

    /// <summary>Whether a <c>Host</c> means this machine: what LocalAws's own pages answer to, which are none of AWS's.</summary>
    public bool IsThisMachine(ReadOnlySpan<char> host)
    {
        // Hot path: nearly every request has one of these two, and nothing is allocated for them.
        var name = WithoutPort(host);
        return name.SequenceEqual(Loopback)
            || name.Equals(Localhost, StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".docker.internal", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".containers.internal", StringComparison.OrdinalIgnoreCase)
            || (!name.IsEmpty && name.Equals(given, StringComparison.OrdinalIgnoreCase))
            || (IPAddress.TryParse(name, out var address) ? IsOwn(address) : isOnNetwork && IsOfNetwork(name));
    }

    /// <summary>
    /// An address needs no name server, so none can lead it elsewhere. On loopback only loopback counts; of the addresses of a network this machine cannot know
    /// which are its own, behind a mapped port.
    /// </summary>
    private bool IsOwn(IPAddress address) => isOnNetwork || IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address) || address.Equals(listen);

    /// <summary>A name of one label is a container's or a machine's on the own network: public name servers have none such.</summary>
    private static bool IsOfNetwork(ReadOnlySpan<char> name) => !name.IsEmpty && !name.ContainsAny('.', ':');

    private static bool IsOfAws(ReadOnlySpan<char> name) =>
        name.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".amazonaws.com.cn", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".amazoncognito.com", StringComparison.OrdinalIgnoreCase)
        || (name.EndsWith(".on.aws", StringComparison.OrdinalIgnoreCase) && name.Contains(".lambda-url.", StringComparison.OrdinalIgnoreCase));

    /// <summary>An IPv6 address is in brackets; a last dot only says that a name is whole.</summary>
    private static ReadOnlySpan<char> WithoutPort(ReadOnlySpan<char> host)
    {
        if (host is ['[', ..])
        {
            return host.IndexOf(']') is var end and > 0 ? host[1..end] : [];
        }

        var name = host.LastIndexOf(':') is var colon and >= 0 ? host[..colon] : host;
        return name is [.. var whole, '.'] ? whole : name;
    }
}
