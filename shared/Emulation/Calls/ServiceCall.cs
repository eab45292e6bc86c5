using Emulation.Decisions;
using Emulation.Organizations;
using Emulation.Principals;
using Emulation.Sessions;
using Emulation.Wire;
using Iam;

namespace Emulation.Calls;

/// <summary>One call of a service, after who asks is known: what it asks of policies is asked here, before it is performed or in its depth.</summary>
internal class ServiceCall
{
    /// <summary>What surrounds every request.</summary>
    public required Surroundings Surroundings { get; init; }

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
    public DecisionSubject? Subject { get; private set; }

    /// <summary>Why policies refused it, in one sentence; null when they did not.</summary>
    public string? Why { get; private set; }

    /// <summary>Puts a question to policies.</summary>
    /// <returns>AWS's words for their refusal; null when they allow it.</returns>
    public string? Refuse(Ask ask)
    {
        var subject = SubjectOf(ask);
        var decision = subject.Decide();
        if (decision.Verdict == Verdict.Allow)
        {
            Subject ??= subject;
            return null;
        }

        Subject = subject;
        Why = subject.Why(decision);
        return subject.Refusal(decision);
    }

    private DecisionSubject SubjectOf(Ask ask)
    {
        var principal = ask.By ?? Signer.Principal;
        var owner = ask.Owner ?? principal.Account ?? default;
        var context = Surroundings.Complete(ask.By is null ? Facts.ContextOf(Signer) : Facts.ContextOf(principal), principal.Account, owner);
        foreach (var key in ask.Keys)
        {
            key.AddTo(context);
        }

        return new DecisionSubject(
            $"{ask.Action} on {ask.Shown ?? ask.Resource} by {principal.Arn}",
            new AccessRequest(principal, ask.Action, ask.Resource, owner, context),
            ask.By is null ? Signer.Policies : PrincipalPolicies.None,
            ask.ResourcePolicy,
            Surroundings.For(principal.Account, owner, ask.Action),
            ask.Shown) { RefusalText = ask.Refusal?.Message };
    }
}

/// <inheritdoc/>
internal sealed class ServiceCall<TParameters> : ServiceCall
{
    /// <summary>What the request says, of the members that the operation has.</summary>
    public required TParameters Parameters { get; init; }
}
