namespace Harness;

/// <summary>The clock that clients sign by: LocalAws's, unless <see cref="FaultInjection.ClientClockIsOffBy"/> has put it wrong.</summary>
internal sealed class WrongClock(FaultInjection faults, TimeProvider right) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => right.GetUtcNow() + faults.ClientClockOffset;

    /// <summary>Keeps a client from learning what time it is: the signing client would correct its clock by a refusal's date, and sign again.</summary>
    internal sealed class Unaware(FaultInjection faults, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (faults.ClientClockOffset != TimeSpan.Zero)
            {
                response.Headers.Date = null;
            }

            return response;
        }
    }
}
