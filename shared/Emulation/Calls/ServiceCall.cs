using System.Collections.Immutable;
using Emulation.Decisions;
using Emulation.Organizations;
using Emulation.Principals;
using Emulation.Sessions;
using Emulation.Wire;
using Iam;
using SigV4;

namespace Emulation.Calls;

/// <summary>One call of a service, after who asks is known: what it asks of policies is asked here, before it is performed or in its depth.</summary>
internal class ServiceCall
{
    /// <summary>No more questions of one call than that are kept for explanations.</summary>
    private const int MostKept = 100;

    private List<DecisionSubject>? all;
    private Decision decision;

    /// <summary>What surrounds every request.</summary>
    public required RequestEnvironment Environment { get; init; }

    /// <summary>Who signed; null where the call carries its own proof.</summary>
    public required Caller? Caller { get; init; }

    /// <summary>What the request says to policies.</summary>
    public required RequestFacts Facts { get; init; }

    /// <summary>The request that brought the call; null when LocalAws calls itself.</summary>
    public ReceivedRequest? Request { get; init; }

    /// <summary>The id that its answer has, and its decision.</summary>
    public string Id { get; init; } = "";

    /// <summary>What a signature said of the body, where the service reads that itself; null without one.</summary>
    public SignedPayload? Payload { get; init; }

    /// <summary>The client has gone.</summary>
    public CancellationToken Cancellation => Request?.Http.RequestAborted ?? CancellationToken.None;

    /// <summary>Who signed, for operations that need a signature.</summary>
    public Caller Signer => Caller ?? throw new InvalidOperationException("The operation is open: nobody signed.");

    /// <summary>What was decided last, the refusal if one was; null when nothing was asked.</summary>
    public DecisionSubject? Subject { get; private set; }

    /// <summary>Whether policies refused it.</summary>
    public bool IsRefused => Subject is not null && decision.Verdict != Verdict.Allow;

    /// <summary>Why policies refused it, or let it pass, in one sentence; null when nothing was asked.</summary>
    public string? Why => Subject?.Why(decision);

    /// <summary>What was let pass although it could not be told, in a sentence; null where nothing was.</summary>
    public string? Underived { get; private set; }

    /// <summary>All that is asked, in order, where that is more than one thing; else default.</summary>
    public ImmutableArray<DecisionSubject> Asked => all is null ? default : [.. all];

    /// <summary>Puts a question to policies.</summary>
    /// <returns>AWS's words for their refusal; null when they allow it.</returns>
    public string? Refuse(Ask ask)
    {
        var subject = SubjectOf(ask);
        var made = subject.DecideTraced();
        if (!ask.IsAllowedUnlessDenied || made.Verdict != Verdict.Allow)
        {
            Keep(subject, made.Verdict != Verdict.Allow);
        }

        if (ask.Risk != UntoldRisk.None && made.Verdict == Verdict.Allow)
        {
            Underived ??= subject.Underived;
        }

        if (Subject is null || made.Verdict != Verdict.Allow)
        {
            (Subject, decision) = (subject, made);
        }

        return made.Verdict == Verdict.Allow ? null : subject.Refusal(made);
    }

    /// <summary>Whether policies allow what is no question of the call, and so no part of its decision: such as being told more of an object that may be read.</summary>
    public bool Allows(Ask ask) => SubjectOf(ask).Decide().Verdict == Verdict.Allow;

    /// <summary>Keeps, for whoever has the call explained, what is asked too and is not put to policies any more, since something refused.</summary>
    public void KeepUnasked(IEnumerable<Ask> asks)
    {
        foreach (var ask in asks.Where(static ask => !ask.IsAllowedUnlessDenied).Take(MostKept))
        {
            Keep(SubjectOf(ask), isRefused: false);
        }
    }

    /// <summary>Of very many those that are refused, for others tell nothing.</summary>
    private void Keep(DecisionSubject subject, bool isRefused)
    {
        if (Subject is null)
        {
            return;
        }

        all ??= [Subject];
        if (all.Count < MostKept)
        {
            all.Add(subject);
        }
        else if (isRefused && !IsRefused)
        {
            all[^1] = subject;
        }
    }

    /// <summary>The account in a resource's ARN. Were it taken for the caller's own, the caller's policies alone would open another account's resource.</summary>
    private static AccountId? OwnerOf(string resource) => Arn.TryParse(resource, out var arn) && AccountId.TryParse(arn.Account, out var account) ? account : null;

    /// <summary>A service that asks by itself does not ask from where its caller called.</summary>
    private ConditionContext ContextOf(Principal? by) => by switch
    {
        null => Facts.ContextOf(Signer),
        ServicePrincipal service => new ConditionContext(service).SetTime(Facts.At).Set("aws:SecureTransport", "true").Set("aws:RequestedRegion", Facts.Region),
        _ => Facts.ContextOf(by),
    };

    private DecisionSubject SubjectOf(Ask ask)
    {
        var principal = ask.By ?? Signer.Principal;
        var owner = ask.Owner ?? OwnerOf(ask.Resource) ?? principal.Account ?? default;
        var context = Environment.Complete(ContextOf(ask.By), principal.Account, owner);
        context = ask.Via is { } service ? context.ForwardedBy(service) : context;
        var twins = TwinKeys.In(ask.Keys);
        foreach (var key in ask.Keys)
        {
            if (twins.IsEmpty || !twins.Contains(key.Name, StringComparer.OrdinalIgnoreCase))
            {
                key.AddTo(context);
            }
        }

        return new DecisionSubject(
            SubjectTitle.OfAction(ask.Action, ask.Called ?? ask.Shown ?? ask.Resource, principal.Arn),
            new AccessRequest(principal, ask.Action, ask.Resource, owner, context),
            ask.By is not null ? PrincipalPolicies.None : ask.IsAllowedUnlessDenied ? UnlessDenied.Of(Signer.Policies) : Signer.Policies,
            ask.ResourcePolicy,
            Environment.For(principal.Account, owner, ask.Action),
            ask.Shown)
        {
            Rule = ask.Rule ?? DecisionRule.Of(ask.ResourcePolicy),
            RefusalText = ask.Refusal?.Message,
            ShownAction = ask.ShownAction,
            ShownPlace = ask.ShownPlace,
            OneOf = ask.OneOf ?? (twins.IsEmpty ? null : ResourceShape.Literal(ask.Resource)),
            UnknownKeys = [.. ask.UnknownKeys, .. twins],
            Risk = ask.Risk,
            RiskedOn = ask.RiskedOn,
        };
    }
}

/// <inheritdoc/>
internal sealed class ServiceCall<TParameters> : ServiceCall
{
    /// <summary>What the request says, of the members that the operation has.</summary>
    public required TParameters Parameters { get; init; }
}
