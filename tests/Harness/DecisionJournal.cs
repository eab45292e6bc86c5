using Emulation.Decisions;
using Iam;

namespace Harness;

/// <summary>The decisions of a <see cref="LocalAws"/>, the last 4,096 of them: what was allowed and refused, and why.</summary>
public sealed class DecisionJournal
{
    private readonly DecisionLog log;

    internal DecisionJournal(DecisionLog log) => this.log = log;

    /// <summary>
    /// Every decision so far, oldest first. Those of other tests that share this LocalAws are among them. That a function failed afterwards is no decision.
    /// </summary>
    public IReadOnlyList<AccessDecision> All => [.. log.Snapshot().DistinctBy(static entry => entry.Id).Select(Read)];

    /// <summary>The decision that an answer came from, by its <c>x-localaws-decision</c>; null when it is not kept.</summary>
    public AccessDecision? Find(string id) => log.Find(id) is { } entry ? Read(entry) : null;

    /// <summary>The decision behind an answer of an API; null for an answer that did not come from this LocalAws.</summary>
    public AccessDecision? Of(HttpResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response.Headers.TryGetValues("x-localaws-decision", out var ids) ? Find(ids.First()) : null;
    }

    /// <summary>What a caller was refused, by the caller's ARN or a part of it such as a role's name.</summary>
    public IEnumerable<AccessDecision> RefusalsOf(string caller) => All.Where(decision => !decision.IsAllowed && decision.Caller?.Contains(caller, StringComparison.Ordinal) == true);

    private static AccessDecision Read(DecisionEntry entry)
    {
        // The engine decides once more, the slow way, from what it decided from before.
        var decision = entry.Subject?.Explain().Decision;
        var isOfApi = !entry.Method.Contains(':', StringComparison.Ordinal);
        return new AccessDecision
        {
            Id = entry.Id,
            At = entry.At,
            Caller = entry.Principal,
            Action = entry.Subject?.Request.Action ?? (isOfApi ? "execute-api:Invoke" : entry.Method),
            Resource = entry.Subject?.Request.Resource ?? entry.Path,
            Target = entry.Target,
            Method = isOfApi ? entry.Method : null,
            Path = isOfApi ? entry.Path : null,
            Verdict = entry.Refused is null ? Verdict.Allow : decision?.Verdict is Verdict.ExplicitDeny ? Verdict.ExplicitDeny : Verdict.ImplicitDeny,
            RefusedWith = entry.Refused,
            Reason = entry.Reason,
            Statement = decision?.Statement?.DisplayName.Trim('\''),
            Policy = decision?.Policy?.Origin.Name,
        };
    }
}
