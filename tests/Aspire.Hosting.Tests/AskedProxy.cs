using System.Net;
using System.Runtime.CompilerServices;

namespace Aspire.Hosting.Tests;

/// <summary>The proxy of this process, as a shell's <c>HTTP_PROXY</c> would set one: it stands in nobody's way, and knows who asked for it.</summary>
internal sealed class AskedProxy : IWebProxy
{
    private static readonly System.Collections.Concurrent.ConcurrentQueue<Uri> Asked = [];

    public ICredentials? Credentials { get; set; }

    /// <summary>Whether something was to be sent to a server through it.</summary>
    public static bool WasAskedFor(Uri server) => Asked.Any(one => one.Authority == server.Authority);

    /// <summary>A client takes the proxy that is there when it sends for the first time.</summary>
    [ModuleInitializer]
    internal static void Set() => HttpClient.DefaultProxy = new AskedProxy();

    public Uri? GetProxy(Uri destination) => null;

    public bool IsBypassed(Uri host)
    {
        Asked.Enqueue(host);
        return true;
    }
}
