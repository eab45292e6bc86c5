namespace Emulation.Upstreams;

/// <summary>What runs a service behind its front.</summary>
internal interface IFrontedServer : IDisposable
{
    /// <summary>Where it is.</summary>
    Uri Url { get; }

    /// <summary>Sends a request, and returns as soon as the answer's head is there.</summary>
    /// <param name="request">What is sent.</param>
    /// <param name="region">The region that is called.</param>
    /// <param name="account">The account in which it is called, for servers that tell accounts by the access key.</param>
    /// <param name="cancellation">The client has gone.</param>
    /// <exception cref="Calls.RefusedException">The server is out of reach, or silent, or does no such thing.</exception>
    Task<HttpResponseMessage> SendAsync(UpstreamRequest request, string region, string account, CancellationToken cancellation);
}
