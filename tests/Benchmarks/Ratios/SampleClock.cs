namespace Benchmarks.Ratios;

/// <summary>A clock that stands still, so that what is measured does not grow old.</summary>
internal sealed class SampleClock : TimeProvider
{
    public static SampleClock Instance { get; } = new();

    public override DateTimeOffset GetUtcNow() => SampleRequest.Now;
}
