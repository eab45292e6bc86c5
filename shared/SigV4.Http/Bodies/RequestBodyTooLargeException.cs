namespace SigV4.Http.Bodies;

/// <summary>A body that can be read only once is longer than <see cref="SigV4SigningOptions.MaxBufferedBodyBytes"/>. Nothing was sent.</summary>
public sealed class RequestBodyTooLargeException : InvalidOperationException
{
    /// <param name="maxBytes">The bound, in bytes.</param>
    public RequestBodyTooLargeException(long maxBytes)
        : base($"The request body can be read only once and is longer than MaxBufferedBodyBytes ({maxBytes} bytes), so it cannot be hashed before it is sent. "
            + "Send a seekable stream or a byte array, or raise SigV4SigningOptions.MaxBufferedBodyBytes.")
    {
    }
}
