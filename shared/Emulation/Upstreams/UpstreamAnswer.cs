using Emulation.Calls;

namespace Emulation.Upstreams;

/// <summary>What a call of a service behind LocalAws comes to: the server's answer, or a refusal.</summary>
internal readonly record struct UpstreamAnswer : IServiceAnswer<UpstreamAnswer>
{
    /// <summary>Passes on an answer, of which the head is there. Whoever sends it disposes of it.</summary>
    /// <param name="passedOn">The server's answer.</param>
    /// <param name="rewrite">Changes the body of a short answer; null where it stays as it came, in pieces.</param>
    public UpstreamAnswer(HttpResponseMessage passedOn, Func<byte[], byte[]>? rewrite = null) => (PassedOn, Rewrite) = (passedOn, rewrite);

    private UpstreamAnswer(ServiceRefusal refusal) => Refusal = refusal;

    public HttpResponseMessage? PassedOn { get; }

    public Func<byte[], byte[]>? Rewrite { get; }

    /// <inheritdoc/>
    public ServiceRefusal? Refusal { get; }

    /// <inheritdoc/>
    public static UpstreamAnswer Refused(ServiceRefusal refusal) => new(refusal);
}
