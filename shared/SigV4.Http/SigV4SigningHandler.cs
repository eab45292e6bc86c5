using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SigV4.Http.Bodies;
using SigV4.Http.Refusals;
using SigV4.Http.Time;

namespace SigV4.Http;

/// <summary>
/// Signs each request that passes with AWS Signature Version 4, as it will stand on the wire. Signs anew at every pass, so a retry
/// around it is dated afresh. A refusal of the signature (400, 401 or 403 with AWS's error code) by a server whose clock differs by minutes is
/// answered by signing once more with the server's time, kept for later requests. Any number of threads may use one instance.
/// </summary>
/// <remarks>
/// Redirects are not followed: see <see cref="SigV4HttpClientBuilderExtensions.AddSigV4"/>. Behind this handler nothing may change the
/// address, the body or a signed header; what proxies and HttpClient itself change is not signed.
/// Source: AWS Identity and Access Management User Guide, "Create a signed AWS API request".
/// </remarks>
public sealed class SigV4SigningHandler : DelegatingHandler
{
    private readonly SigningSession session;
    private readonly bool ownsSession;
    private HeaderEncodingSelector<HttpRequestMessage>? headerEncodings;
    private bool senderChecked;

    /// <summary>A handler for a client built by hand.</summary>
    /// <param name="options">What to sign for, and as whom.</param>
    /// <param name="innerHandler">What sends. Unless given, a <see cref="SocketsHttpHandler"/> that follows no redirects.</param>
    /// <param name="timeProvider">The clock to sign with. The machine's unless given.</param>
    /// <param name="loggers">Where to log. Nowhere unless given.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message says what to change.</exception>
    public SigV4SigningHandler(
        SigV4SigningOptions options,
        HttpMessageHandler? innerHandler = null,
        TimeProvider? timeProvider = null,
        ILoggerFactory? loggers = null)
        : base(innerHandler ?? new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        ArgumentNullException.ThrowIfNull(options);
        var errors = string.Join(' ', SigV4SigningOptionsValidator.Errors(options));
        if (errors.Length > 0)
        {
            throw new ArgumentException(errors, nameof(options));
        }

        session = new SigningSession(options, timeProvider ?? TimeProvider.System, loggers ?? NullLoggerFactory.Instance);
        ownsSession = true;
    }

    // For the factory, which sets the inner handler itself and keeps the session from one handler to the next.
    internal SigV4SigningHandler(SigningSession session) => this.session = session;

    /// <inheritdoc/>
    /// <exception cref="Credentials.CredentialsUnavailableException">There is nothing to sign with.</exception>
    /// <exception cref="RequestBodyTooLargeException">The body can be read only once and is longer than the bound.</exception>
    /// <exception cref="InvalidOperationException">The request would not be sent as it is signed; the message says what to change.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckSender();
        var bodyHash = await RequestBody.HashAsync(request, session.MaxBufferedBodyBytes, cancellationToken).ConfigureAwait(false);
        var credentials = await session.CredentialsAsync(cancellationToken).ConfigureAwait(false);
        var signed = Sign(request, bodyHash, credentials);
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (OffsetShownBy(response, signed) is not { } offset || !await TimeRefusal.IsAsync(response, cancellationToken).ConfigureAwait(false))
        {
            return response;
        }

        // Once and no more: whatever the second answer is, the caller gets it.
        CorrectClock(offset, response, signed);
        response.Dispose();
        Sign(request, bodyHash, credentials);
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="SendAsync"/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckSender();
        var bodyHash = RequestBody.Hash(request, session.MaxBufferedBodyBytes, cancellationToken);
        var credentials = session.Credentials();
        var signed = Sign(request, bodyHash, credentials);
        var response = base.Send(request, cancellationToken);
        if (OffsetShownBy(response, signed) is not { } offset || !TimeRefusal.Is(response, cancellationToken))
        {
            return response;
        }

        CorrectClock(offset, response, signed);
        response.Dispose();
        Sign(request, bodyHash, credentials);
        return base.Send(request, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && ownsSession)
        {
            session.Dispose();
        }

        base.Dispose(disposing);
    }

    private void CheckSender()
    {
        // Not in the constructor: whoever builds the chain sets the handlers behind this one afterwards.
        if (!Volatile.Read(ref senderChecked))
        {
            RedirectGuard.Check(InnerHandler);
            headerEncodings = (RedirectGuard.SenderOf(InnerHandler) as SocketsHttpHandler)?.RequestHeaderEncodingSelector;
            Volatile.Write(ref senderChecked, true);
        }
    }

    private SigningInstant Sign(HttpRequestMessage request, byte[] bodyHash, AwsCredentials credentials)
    {
        var instant = session.Clock.Now();
        LambdaTrace.AddTo(request, Environment.GetEnvironmentVariable);
        RequestSignature.Apply(request, bodyHash, credentials, session.Signer, instant.At, headerEncodings);
        return instant;
    }

    private TimeSpan? OffsetShownBy(HttpResponseMessage response, SigningInstant signed) =>
        TimeRefusal.IsPossible(response) ? session.Clock.OffsetShownBy(response, signed) : null;

    private void CorrectClock(TimeSpan offset, HttpResponseMessage response, SigningInstant signed)
    {
        session.Clock.Correct(offset);
        Log.ClockCorrected(session.Log, response.RequestMessage?.RequestUri?.Host ?? "", signed.At, response.Headers.Date!.Value);
    }
}
