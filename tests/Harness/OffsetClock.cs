using System.Collections.Concurrent;

namespace Harness;

/// <summary>
/// The clock of a <see cref="LocalAws"/>: the machine's own, until a test moves it on. It never stands still, so whatever waits in the background goes on
/// by itself; what would have fallen due in the time passed over falls due at once.
/// </summary>
/// <remarks>
/// LocalAws's answers are dated by this clock, and the clients of the harness sign by it. A function's process has the machine's clock; its signing client
/// corrects itself by the first answer that refuses it for its time, as on a server whose clock is wrong.
/// </remarks>
public sealed class OffsetClock : TimeProvider
{
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<OffsetTimer, byte> timers = new();
    private long offsetTicks;

    /// <summary>A clock that agrees with another until it is moved.</summary>
    /// <param name="clock">The other, which gives the pace.</param>
    public OffsetClock(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        this.clock = clock;
    }

    /// <summary>How far ahead of the machine's clock it is.</summary>
    public TimeSpan Offset => new(Interlocked.Read(ref offsetTicks));

    /// <inheritdoc/>
    public override long TimestampFrequency => clock.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    /// <summary>Moves on by an hour, a day, whatever a session, a token or a cached answer is to outlive.</summary>
    /// <param name="by">How far; not backwards.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        Interlocked.Add(ref offsetTicks, by.Ticks);
        foreach (var timer in timers.Keys)
        {
            timer.Hurry();
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + Offset;

    /// <inheritdoc/>
    public override long GetTimestamp() => clock.GetTimestamp() + (long)(Offset.TotalSeconds * TimestampFrequency);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return new OffsetTimer(this, callback, state, dueTime, period);
    }

    /// <summary>A timer of the clock below, set anew whenever this one is moved.</summary>
    private sealed class OffsetTimer : ITimer
    {
        private readonly OffsetClock owner;
        private readonly TimerCallback callback;
        private readonly object? state;
        private readonly ITimer inner;
        private readonly Lock gate = new();
        private DateTimeOffset? due;
        private TimeSpan period;

        public OffsetTimer(OffsetClock owner, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            this.owner = owner;
            this.callback = callback;
            this.state = state;
            inner = owner.clock.CreateTimer(static timer => ((OffsetTimer)timer!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Change(dueTime, period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (gate)
            {
                this.period = period;
                due = dueTime == Timeout.InfiniteTimeSpan ? null : owner.GetUtcNow() + dueTime;

                // Only what waits is known to the clock, so that a timer nobody disposes of can be collected once it has fired.
                _ = due is null ? owner.timers.TryRemove(this, out _) : owner.timers.TryAdd(this, 0);
                return inner.Change(dueTime, Timeout.InfiniteTimeSpan);
            }
        }

        public void Hurry()
        {
            lock (gate)
            {
                if (due is { } at)
                {
                    var left = at - owner.GetUtcNow();
                    inner.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
                }
            }
        }

        public void Dispose()
        {
            Forget();
            inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Forget();
            return inner.DisposeAsync();
        }

        private void Fire()
        {
            lock (gate)
            {
                if (due is null)
                {
                    return;
                }

                // One firing, however many periods were passed over.
                var repeats = period > TimeSpan.Zero;
                due = repeats ? owner.GetUtcNow() + period : null;
                if (repeats)
                {
                    inner.Change(period, Timeout.InfiniteTimeSpan);
                }
                else
                {
                    owner.timers.TryRemove(this, out _);
                }
            }

            callback(state);
        }

        private void Forget()
        {
            lock (gate)
            {
                due = null;
                owner.timers.TryRemove(this, out _);
            }
        }
    }
}
