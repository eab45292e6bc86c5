using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Iam;

namespace Emulation.Decisions.Recorded;

/// <summary>
/// One thing that a role or user of a template was let do: what a smallest policy is made of. It holds no secret: no query, header, body, key or token, and of the condition keys
/// only those that some policy looked at.
/// </summary>
internal sealed record RecordedCall
{
    /// <summary>ARN of the role or user; of a role's session the role's.</summary>
    public required string Principal { get; init; }

    /// <summary>Such as <c>execute-api:Invoke</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The ARN that was asked for, or <c>*</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>Whose the resource is.</summary>
    public required string Account { get; init; }

    /// <summary>Whether the resource has stars for what the call did not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsPattern { get; init; }

    /// <summary>The condition keys that the policies around it looked at, each with its values; null of one that the request did not have.</summary>
    public SortedDictionary<string, string[]?> Keys { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>In characters. A longer ARN is a client's own choice, and nobody writes a policy for it.</summary>
    private const int LongestResource = 2048;

    /// <summary>Keys whose values are secrets, or whatever a client likes to say.</summary>
    private static readonly HashSet<string> Withheld = new(StringComparer.OrdinalIgnoreCase) { "sts:ExternalId", "aws:Referer", "aws:UserAgent" };

    /// <summary>What a decision let somebody do: nothing, where it refused, and where nobody of a template asked.</summary>
    public static IEnumerable<RecordedCall> Of(DecisionEntry entry)
    {
        // What policies allow is needed, whatever the operation made of it then.
        if (entry is { Refused: not null, IsOfAuthorization: true })
        {
            return [];
        }

        ImmutableArray<DecisionSubject> asked = !entry.Asked.IsDefault ? entry.Asked : entry.Subject is { } only ? [only] : [];
        return asked.Where(static subject => subject.Request.Principal is AssumedRole or IamUser && IsAllowed(subject)).Select(Of);
    }

    private static bool IsAllowed(DecisionSubject subject) =>
        subject.Request.Resource.Length <= LongestResource && subject.Decide() is { Verdict: Verdict.Allow } decision && !UnlessDenied.IsThat(decision.Policy)
        && subject.Underived is null;

    private static RecordedCall Of(DecisionSubject subject)
    {
        var request = subject.Request;
        var call = new RecordedCall
        {
            Principal = request.Principal.PolicyArn,
            Action = request.Action,
            Resource = subject.OneOf?.Starred ?? request.Resource,
            Account = request.ResourceAccount.ToString(),
            IsPattern = subject.OneOf is { } shape && shape.Starred != shape.Source,
        };
        var statements = Policies(subject).SelectMany(static policy => policy.Statements).Where(statement => statement.IsAboutAction(request.Action));
        foreach (var key in statements.SelectMany(StatementKeys.Of))
        {
            if (!Withheld.Contains(key) && !subject.UnknownKeys.Contains(key, StringComparer.OrdinalIgnoreCase))
            {
                call.Keys[key] = request.Context.TryGet(key, out var values) ? [.. values] : null;
            }
        }

        return call;
    }

    private static IEnumerable<Policy> Policies(DecisionSubject subject) =>
        subject.ResourcePolicy is { } own ? subject.Caller.Identity.Append(own) : subject.Caller.Identity;
}
