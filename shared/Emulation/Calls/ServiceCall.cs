using Emulation.Decisions;
using Emulation.Principals;
using Emulation.Sessions;
using Emulation.Wire;

namespace Emulation.Calls;

/// <summary>One call of an operation, after who asks is known and what is asked was read.</summary>
internal sealed class ServiceCall<TParameters>
{
    /// <summary>What the request says, of the members that the operation has.</summary>
    public required TParameters Parameters { get; init; }

    /// <summary>Who signed; null where the call carries its own proof.</summary>
    public required Caller? Caller { get; init; }

    /// <summary>What the request says to policies.</summary>
    public required RequestFacts Facts { get; init; }

    /// <summary>The request that brought the call; null when LocalAws calls itself.</summary>
    public ReceivedRequest? Request { get; init; }

    /// <summary>The client has gone.</summary>
    public CancellationToken Cancellation => Request?.Http.RequestAborted ?? CancellationToken.None;

    /// <summary>Who signed, for operations that need a signature.</summary>
    public Caller Signer => Caller ?? throw new InvalidOperationException("The operation is open: nobody signed.");

    /// <summary>What was decided last, the refusal if one was; null when nothing was asked.</summary>
    public DecisionSubject? Subject { get; set; }

    /// <summary>Why policies refused it, in one sentence; null when they did not.</summary>
    public string? Why { get; set; }
}
