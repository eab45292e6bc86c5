namespace SigV4.Http;

/// <summary>
/// Keeps a redirect from carrying a signature's headers to another host. HttpClient's own following drops Authorization but sends
/// x-amz-security-token along, to wherever the answer points, and the signature could not fit the new address anyway.
/// </summary>
internal static class RedirectGuard
{
    /// <summary>Stops a handler that sends from following redirects.</summary>
    public static void Disable(HttpMessageHandler sender)
    {
        switch (sender)
        {
            case SocketsHttpHandler { AllowAutoRedirect: true } sockets:
                sockets.AllowAutoRedirect = false;
                break;
            case HttpClientHandler { AllowAutoRedirect: true } client:
                client.AllowAutoRedirect = false;
                break;
        }
    }

    /// <summary>The last of a chain of handlers.</summary>
    public static HttpMessageHandler? SenderOf(HttpMessageHandler? handler)
    {
        while (handler is DelegatingHandler outer)
        {
            handler = outer.InnerHandler;
        }

        return handler;
    }

    /// <exception cref="InvalidOperationException">What sends for <paramref name="handler"/> follows redirects.</exception>
    public static void Check(HttpMessageHandler? handler)
    {
        handler = SenderOf(handler);
        if (handler is SocketsHttpHandler { AllowAutoRedirect: true } or HttpClientHandler { AllowAutoRedirect: true })
        {
            throw new InvalidOperationException(
                $"{handler.GetType().Name}.AllowAutoRedirect is on: a redirect would carry x-amz-security-token to another host. "
                + "Set it to false; a 3xx then comes back to the caller, who can send a new request.");
        }
    }
}
