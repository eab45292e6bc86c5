using System.Collections.Immutable;
using Iam.Conditions;
using Iam.Matching;

namespace Iam.Decisions;

/// <summary>Watches a walk over policies. The walk is the same whoever watches, so an explanation cannot disagree with its decision.</summary>
internal interface IWalkObserver
{
    /// <summary>Whether it wants to see statements too that an index knows to be about something else.</summary>
    static abstract bool SeesEvery { get; }

    void Visit(DecidingPolicy part, Policy policy, Statement statement, Mismatch mismatch, Condition? condition);
}

/// <summary>The observer of a plain decision: compiled away.</summary>
internal readonly struct Unobserved : IWalkObserver
{
    public static bool SeesEvery => false;

    public void Visit(DecidingPolicy part, Policy policy, Statement statement, Mismatch mismatch, Condition? condition)
    {
    }
}

/// <summary>What policies of one kind say about a request: the first deny, and the allow that names the caller most narrowly.</summary>
internal readonly record struct PolicyEffect(Policy? DenyPolicy, int Deny, Policy? AllowPolicy, int Allow, Naming Naming)
{
    private static readonly PolicyEffect Silent = new(null, -1, null, -1, Naming.None);

    public bool Denies => DenyPolicy is not null;

    public bool Allows => AllowPolicy is not null;

    public Decision ToDeny(DecidingPolicy by) => new(Verdict.ExplicitDeny, by, DenyPolicy, Deny);

    public Decision ToAllow(DecidingPolicy by) => new(Verdict.Allow, by, AllowPolicy, Allow);

    public static PolicyEffect Of<TObserver>(DecidingPolicy part, ImmutableArray<Policy> policies, AccessRequest request, bool bounded, ref TObserver observer)
        where TObserver : IWalkObserver
    {
        var effect = Silent;
        if (!policies.IsDefault)
        {
            foreach (var policy in policies)
            {
                effect = effect.With(part, policy, request, bounded, ref observer);
            }
        }

        return effect;
    }

    public static PolicyEffect Of<TObserver>(DecidingPolicy part, Policy? policy, AccessRequest request, bool bounded, ref TObserver observer)
        where TObserver : IWalkObserver => policy is null ? Silent : Silent.With(part, policy, request, bounded, ref observer);

    private PolicyEffect With<TObserver>(DecidingPolicy part, Policy policy, AccessRequest request, bool bounded, ref TObserver observer)
        where TObserver : IWalkObserver
    {
        var found = Silent;
        if (!TObserver.SeesEvery && policy.Index is { } index)
        {
            foreach (var candidate in index.CandidatesFor(request))
            {
                var statement = policy.Statements[candidate];
                if (IsAbout(part, policy, statement, request, bounded, ref observer, out var naming))
                {
                    found = found.With(policy, statement, naming);
                }
            }
        }
        else
        {
            foreach (var statement in policy.Statements)
            {
                // Hot: the effect is copied for the few that match alone.
                if (IsAbout(part, policy, statement, request, bounded, ref observer, out var naming))
                {
                    found = found.With(policy, statement, naming);
                }
            }
        }

        return new PolicyEffect(
            DenyPolicy ?? found.DenyPolicy,
            Denies ? Deny : found.Deny,
            found.Naming > Naming ? found.AllowPolicy : AllowPolicy,
            found.Naming > Naming ? found.Allow : Allow,
            found.Naming > Naming ? found.Naming : Naming);
    }

    private static bool IsAbout<TObserver>(
        DecidingPolicy part, Policy policy, Statement statement, AccessRequest request, bool bounded, ref TObserver observer, out Naming naming)
        where TObserver : IWalkObserver
    {
        var mismatch = StatementMatch.Match(statement, request, bounded, out naming, out var condition);
        observer.Visit(part, policy, statement, mismatch, condition);
        return mismatch == Mismatch.None;
    }

    /// <summary>Of statements that do the same, the one that the document writes first counts, whatever the order they are looked at.</summary>
    private PolicyEffect With(Policy policy, Statement statement, Naming naming)
    {
        if (statement.Denies)
        {
            return Denies && Deny < statement.Index ? this : this with { DenyPolicy = policy, Deny = statement.Index };
        }

        return naming > Naming || (naming == Naming && statement.Index < Allow)
            ? this with { AllowPolicy = policy, Allow = statement.Index, Naming = naming }
            : this;
    }
}
