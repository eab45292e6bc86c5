namespace Benchmarks.Gateway;

/// <summary>Processor time of one request, in microseconds.</summary>
/// <param name="Gateway">LocalAws.</param>
/// <param name="Function">The function's processes together.</param>
/// <param name="Proxy">YARP.</param>
/// <param name="Handler">The same handler on Kestrel, behind YARP.</param>
internal readonly record struct GatewayCosts(double Gateway, double Function, double Proxy, double Handler);

/// <summary>Adds up what requests cost the processes that serve them.</summary>
internal sealed class CostMeter(ServerProcess gateway, ServerProcess proxy, ServerProcess handler)
{
    private GatewayCosts used;
    private int signed;
    private int proxied;

    /// <summary>What the processes have used as yet, in microseconds.</summary>
    public GatewayCosts Now => new(gateway.UsedMicroseconds, gateway.UsedByChildren, proxy.UsedMicroseconds, handler.UsedMicroseconds);

    public GatewayCosts PerRequest => new(used.Gateway / signed, used.Function / signed, used.Proxy / proxied, used.Handler / proxied);

    /// <summary>Adds a round.</summary>
    /// <param name="before">What the processes had used before.</param>
    /// <param name="ofGateway">So many requests LocalAws answered since.</param>
    /// <param name="ofProxy">So many YARP answered since.</param>
    public void Add(GatewayCosts before, int ofGateway, int ofProxy)
    {
        var now = Now;
        used = new(
            used.Gateway + now.Gateway - before.Gateway, used.Function + now.Function - before.Function,
            used.Proxy + now.Proxy - before.Proxy, used.Handler + now.Handler - before.Handler);
        signed += ofGateway;
        proxied += ofProxy;
    }
}
