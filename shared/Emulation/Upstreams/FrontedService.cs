using Emulation.Upstreams.Forms;

namespace Emulation.Upstreams;

/// <summary>A service that another server runs, as its front has it: how it is spoken to, and what its operations ask of policies.</summary>
internal abstract class FrontedService
{
    /// <summary>Its name in signatures, such as <c>sqs</c>.</summary>
    public abstract string SigningName { get; }

    /// <summary>The protocols that it speaks.</summary>
    public abstract IReadOnlyList<IFrontForm> Forms { get; }

    /// <summary>Its operations. One that is not here is refused.</summary>
    public abstract IReadOnlyCollection<string> Operations { get; }

    /// <summary>How far the clocks of client and server may differ.</summary>
    public virtual TimeSpan MaxClockSkew => TimeSpan.FromMinutes(5);

    /// <summary>In bytes, the longest body of a call.</summary>
    public virtual int LongestBody => 10 * 1024 * 1024;

    /// <summary>How the server is asked for the tags of a resource; null for what has none.</summary>
    public virtual TagQuestion? TagsOf(string arn) => null;

    /// <summary>Whether a plan's question says itself which tags its resource has.</summary>
    public virtual bool TellsTags(Calls.Ask ask) => false;

    /// <summary>What a call asks of policies, and what is done with it beside sending it on.</summary>
    /// <exception cref="Calls.RefusedException">The call lacks what says what it touches.</exception>
    public abstract ValueTask<FrontPlan> PlanAsync(FrontCall call);
}
