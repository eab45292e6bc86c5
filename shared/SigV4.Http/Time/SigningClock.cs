namespace SigV4.Http.Time;

/// <summary>
/// The time to sign with: the machine's, corrected by what a refusing server said the time is. Shared by every handler of a
/// client, so a machine with a wrong clock pays for one refusal, not for one with each connection.
/// </summary>
internal sealed class SigningClock(TimeProvider time)
{
    // Services allow five minutes either way (API Gateway: "Signature expired ... 5 min."). A refusal while the clocks are nearer than
    // this had another cause. One minute less than allowed, since a Date header has whole seconds and travels for a while.
    private static readonly TimeSpan Tolerated = TimeSpan.FromMinutes(4);

    private long offsetTicks;

    public SigningInstant Now()
    {
        var offset = new TimeSpan(Volatile.Read(ref offsetTicks));
        return new SigningInstant(time.GetUtcNow() + offset, offset);
    }

    /// <summary>
    /// By how much the machine's clock is off, where a response shows that a signature made at <paramref name="signed"/> was off by
    /// minutes; null where its time was right, or the response does not tell.
    /// </summary>
    public TimeSpan? OffsetShownBy(HttpResponseMessage response, SigningInstant signed)
    {
        // An answer with an age comes from a cache, and its Date says when that was filled. RFC 9111, 5.1.
        if (response.Headers.Date is not { } serverTime || response.Headers.NonValidated.Contains("Age"))
        {
            return null;
        }

        // Against the time of arrival, not of signing: a slow upload is not a slow clock. And against the offset that this
        // request was signed with, since another request may have corrected the clock meanwhile.
        var offset = serverTime - time.GetUtcNow();
        return (offset - signed.Offset).Duration() > Tolerated ? offset : null;
    }

    /// <summary>Puts the clock right for every signature from now on.</summary>
    public void Correct(TimeSpan offset) => Volatile.Write(ref offsetTicks, offset.Ticks);
}

/// <summary>A time to sign with, and by how much it differs from the machine's clock.</summary>
internal readonly record struct SigningInstant(DateTimeOffset At, TimeSpan Offset);
