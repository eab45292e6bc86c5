using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Emulation.State;

namespace Emulation.Tests.State;

public partial class Ids_of_many_requests
{
    [Fact]
    public void Are_never_the_same()
    {
        var ids = new ConcurrentDictionary<string, bool>();
        Parallel.For(0, 2_000, _ =>
        {
            var source = IdSource.SystemRandom;
            Assert.All((string[])[source.Uuid(), source.RequestId(), source.ExtendedRequestId(), source.TraceId(DateTimeOffset.UnixEpoch)], id => Assert.True(ids.TryAdd(id, true), id));
        });
    }

    [Fact]
    public void Look_as_on_AWS()
    {
        var source = IdSource.SystemRandom;
        Assert.Matches(Uuid(), source.Uuid());
        Assert.Matches(Extended(), source.ExtendedRequestId());
        Assert.Matches(Trace(), source.TraceId(DateTimeOffset.FromUnixTimeSeconds(0x5759e988)));
    }

    /// <summary>Codes and tokens are UUIDs: they come from the system's random numbers alone.</summary>
    [Fact]
    public void Share_no_bytes_with_secrets()
    {
        var source = new WithoutIds();
        Assert.Throws<NotSupportedException>(source.RequestId);
        Assert.Matches(Uuid(), source.Uuid());
        Assert.Equal(16, source.Bytes(16).Length);
        Assert.Equal(8, source.Text("abc", 8).Length);
    }

    private sealed class WithoutIds : IdSource
    {
        protected override void FillId(Span<byte> bytes) => throw new NotSupportedException();
    }

    [GeneratedRegex(@"\A[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\z")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"\A[A-Za-z0-9+/]{15}=\z")]
    private static partial Regex Extended();

    [GeneratedRegex(@"\ARoot=1-5759e988-[0-9a-f]{24}\z")]
    private static partial Regex Trace();
}
