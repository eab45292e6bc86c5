using Emulation.Decisions;

namespace Harness;

/// <summary>The decisions of a <see cref="LocalAws"/>, the last 4,096 of them: what was allowed and refused, and why.</summary>
public sealed class DecisionJournal
{
    private readonly DecisionLog log;

    internal DecisionJournal(DecisionLog log) => this.log = log;

    /// <summary>
    /// Every decision so far, oldest first. Those of other tests that share this LocalAws are among them. That a function failed afterwards is no decision.
    /// </summary>
    public IReadOnlyList<AccessDecision> All => [.. log.Snapshot().DistinctBy(static entry => entry.Id).Select(static entry => AccessDecision.Of(DecisionView.Of(entry)))];

    /// <summary>The decision that an answer came from, by its <c>x-localaws-decision</c>; null when it is not kept.</summary>
    public AccessDecision? Find(string id) => log.Find(id) is { } entry ? AccessDecision.Of(DecisionView.Of(entry)) : null;

    /// <summary>The decision behind an answer of an API; null for an answer that did not come from this LocalAws.</summary>
    public AccessDecision? Of(HttpResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response.Headers.TryGetValues("x-localaws-decision", out var ids) ? Find(ids.First()) : null;
    }

    /// <summary>What a caller was refused, by the caller's ARN or a part of it such as a role's name.</summary>
    public IEnumerable<AccessDecision> RefusalsOf(string caller) =>
        All.Where(decision => !decision.IsAllowed && decision.Caller?.Contains(caller, StringComparison.Ordinal) == true);
}
