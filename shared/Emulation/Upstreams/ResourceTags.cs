using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Emulation.Calls;
using Emulation.ServiceReference;
using Iam;

namespace Emulation.Upstreams;

/// <summary>
/// The tags of resources behind LocalAws, as policies see them in <c>aws:ResourceTag</c>. The server is asked for them only where a policy that has a say names a tag. Where the
/// server does not tell, a call is allowed that would be with any tags.
/// </summary>
/// <param name="service">Knows how tags are asked for.</param>
/// <param name="call">The call.</param>
/// <param name="guardrails">The organisation's policies for a question.</param>
internal sealed class ResourceTags(FrontedService service, FrontCall call, Func<Ask, Guardrails> guardrails)
{
    private static readonly ConditionalWeakTable<Policy, StrongBox<bool>> Known = [];
    private readonly Dictionary<string, IReadOnlyList<ConditionKey>?> read = new(StringComparer.Ordinal);

    /// <summary>The questions with the tags of what they are about.</summary>
    public async ValueTask<IReadOnlyList<Ask>> AddToAsync(IReadOnlyList<Ask> asks)
    {
        List<Ask>? added = null;
        for (var i = 0; i < asks.Count; i++)
        {
            var ask = asks[i];
            if (ask.OneOf is not null || service.TellsTags(ask) || !Matter(ask))
            {
                continue;
            }

            if (service.TagsOf(ask.Resource) is { } question)
            {
                added ??= [.. asks];
                added[i] = await KeysAsync(ask.Resource, question).ConfigureAwait(false) is { } keys ? ask.With(keys) : WithAnyTags(ask);
            }
            else if (HasTags(ask))
            {
                added ??= [.. asks];
                added[i] = WithAnyTags(ask);
            }
        }

        return added ?? asks;
    }

    /// <summary>Nothing is known of the tags: a key of resources that the question does not have may have any value.</summary>
    private static Ask WithAnyTags(Ask ask) => ask with { OneOf = ResourceShape.Literal(ask.Resource) };

    /// <summary>
    /// Whether AWS knows tags of what is asked about, such as a machine of Amazon EC2 that AWS Systems Manager sends a command to, though the server is not asked for them.
    /// Those of IAM's resources LocalAws has itself.
    /// </summary>
    private static bool HasTags(Ask ask) => !ask.Action.StartsWith("iam:", StringComparison.Ordinal) && ServiceData.FindAction(ask.Action) is { } action
        && action.Targets.Any(target => target.Type.Matches(ask.Resource) > 0 && target.Type.Keys.Any(static key => IsTag(key.Name)));

    /// <summary>Whether a policy names a tag of resources.</summary>
    internal static bool Names(Policy? policy) => policy is not null && Known.GetValue(policy, static one => new(one.Statements.Any(NamesTag))).Value;

    private static bool NamesTag(Statement statement) =>
        statement.ResourceTexts.Any(IsTag) || statement.ConditionTexts.Any(static condition => IsTag(condition.Key) || condition.Values.Any(IsTag));

    private static bool IsTag(string text) => text.Contains(":ResourceTag/", StringComparison.OrdinalIgnoreCase);

    private static bool Names(ImmutableArray<Policy> policies) => !policies.IsDefault && policies.Any(Names);

    private static bool Names(ImmutableArray<ImmutableArray<Policy>> levels) => !levels.IsDefault && levels.Any(Names);

    private bool Matter(Ask ask)
    {
        var caller = call.Caller.Policies;
        return Names(caller.Identity) || Names(caller.Boundary) || Names(caller.Session) || Names(ask.ResourcePolicy)
            || (guardrails(ask) is var above && (Names(above.ServiceControl) || Names(above.ResourceControl)));
    }

    /// <summary>Null when the server does not tell.</summary>
    private async Task<IReadOnlyList<ConditionKey>?> KeysAsync(string arn, TagQuestion question)
    {
        if (!read.TryGetValue(arn, out var keys))
        {
            // Another account's resource has its tags there.
            var behind = Arn.TryParse(arn, out var named) && AccountId.TryParse(named.Account, out var owner) ? call.Behind.In(owner) : call.Behind;
            var reply = await behind.ReplyAsync(question.Operation, question.Members).ConfigureAwait(false);
            var tags = reply.Members is { } answer ? question.Read(answer) : reply.IsAbsent ? [] : null;
            read[arn] = keys = tags is null ? null : [.. ConditionKey.OfResource(tags, question.Prefix)];
        }

        return keys;
    }
}
