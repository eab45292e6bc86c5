using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Emulation.Decisions;
using Emulation.Wire;
using Iam;

namespace Emulation.IdentityManagement.Troubleshooter;

/// <summary>A refusal as its reader may see it: what was evaluated with which keys, the policies that were looked at, and which statements matched.</summary>
internal sealed class AuthorizationDetails
{
    private const int PageSize = 25;

    private readonly ImmutableArray<OneEvaluation> evaluations;
    private readonly ImmutableArray<EvaluatedPolicy> policies;

    /// <param name="entry">The refusal.</param>
    /// <param name="seesPrincipal">Whether the reader is of the caller's account or organisation.</param>
    /// <param name="seesResource">Whether the reader is of the resource's.</param>
    public AuthorizationDetails(DecisionEntry entry, bool seesPrincipal, bool seesResource)
    {
        (SeesPrincipal, SeesResource) = (seesPrincipal, seesResource);
        ImmutableArray<DecisionSubject> subjects = entry.Asked.IsDefault ? [entry.Subject!] : entry.Asked;
        evaluations = [.. subjects.Select(subject => new OneEvaluation(subject, subject.Decide(), [.. subject.Explain().Parts.Where(IsSeen)]))];
        policies =
        [
            .. evaluations.SelectMany(static evaluation => evaluation.Parts.Select(part => (evaluation.Subject.Request, part)))
                .DistinctBy(static one => one.part.Policy, ReferenceEqualityComparer.Instance).Select(static (one, i) => EvaluatedPolicy.Of(one.part, one.Request, i + 1)),
        ];
    }

    public bool SeesPrincipal { get; }

    public bool SeesResource { get; }

    /// <summary>The answer, with the evaluations from a token on; null of a token that nobody gave.</summary>
    public byte[]? PageFrom(string? token)
    {
        var first = 0;
        if (token is not null && (!int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out first) || first <= 0 || first >= evaluations.Length))
        {
            return null;
        }

        return JsonText.Bytes(default, json =>
        {
            Write(json, "requestContext", KeysOf(evaluations[0].Subject, ofRequest: true));
            json.WriteObjects("evaluations", evaluations.Skip(first).Take(PageSize), Write);
            json.WriteObjects("policies", policies, static (json, policy) => policy.Write(json));
            if (first + PageSize < evaluations.Length)
            {
                json.WriteString("nextToken", (first + PageSize).ToString(CultureInfo.InvariantCulture));
            }
        });
    }

    /// <summary>The answer with a policy as it was; null when none has this URI.</summary>
    public byte[]? PolicyBy(string uri) => policies.FirstOrDefault(policy => policy.Uri == uri) is { } found
        ? JsonText.Bytes(default, json =>
        {
            json.WritePropertyName("policy");
            json.WriteRawValue(found.Policy.Json);
        })
        : null;

    private bool IsSeen(StatementPart part) => part.Part is DecidingPolicy.Resource or DecidingPolicy.Trust or DecidingPolicy.ResourceControl ? SeesResource : SeesPrincipal;

    private void Write(Utf8JsonWriter json, OneEvaluation evaluation)
    {
        json.WriteString("action", evaluation.Subject.Request.Action);
        json.WriteString("resource", evaluation.Subject.OneOf?.Starred ?? evaluation.Subject.Request.Resource);
        Write(json, "context", KeysOf(evaluation.Subject, ofRequest: false));
        json.WriteString("evaluatedEffect", evaluation.Decision.Verdict switch
        {
            Verdict.Allow => "ALLOW",
            Verdict.ExplicitDeny => "EXPLICIT_DENY",
            _ => "IMPLICIT_DENY",
        });
        json.WriteObjects(
            "matchedPolicies",
            evaluation.Parts.Where(static part => part.Applies).GroupBy(static part => part.Policy, ReferenceEqualityComparer.Instance),
            (json, matched) =>
            {
                json.WriteString("uri", policies.First(policy => ReferenceEquals(policy.Policy, matched.Key)).Uri);
                json.WriteObjects("matchedStatements", matched, static (json, part) =>
                {
                    json.WriteString("sid", part.Statement.Sid ?? "");
                    json.WriteString("evaluatedEffect", part.Statement.Denies ? "DENY" : "ALLOW");
                });
            });
    }

    /// <summary>The keys of the request, or those of an action on a resource; of what the reader does not own none.</summary>
    private IEnumerable<(string Key, ImmutableArray<string> Values)> KeysOf(DecisionSubject subject, bool ofRequest) => subject.Request.Context.Keys
        .Where(key => IsOfRequest(key) == ofRequest && (SeesResource || !IsOfResource(key)))
        .Where(key => SeesPrincipal || !key.StartsWith("aws:PrincipalTag/", StringComparison.OrdinalIgnoreCase))
        .Order(StringComparer.Ordinal)
        .Select(key => (key, subject.Request.Context.TryGet(key, out var values) ? values : []));

    private static bool IsOfRequest(string key) => key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) && !IsOfResource(key)
        && !key.StartsWith("aws:RequestTag/", StringComparison.OrdinalIgnoreCase) && !key.Equals("aws:TagKeys", StringComparison.OrdinalIgnoreCase);

    private static bool IsOfResource(string key) =>
        key.StartsWith("aws:Resource", StringComparison.OrdinalIgnoreCase) || key.Contains(":ResourceTag/", StringComparison.OrdinalIgnoreCase);

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<(string Key, ImmutableArray<string> Values)> keys)
    {
        json.WriteStartObject(name);
        foreach (var (key, values) in keys)
        {
            if (values is [var only])
            {
                json.WriteString(key, only);
            }
            else
            {
                json.WriteTexts(key, values.AsSpan());
            }
        }

        json.WriteEndObject();
    }

    /// <summary>One question, with the statements that the reader may know of.</summary>
    private sealed record OneEvaluation(DecisionSubject Subject, Decision Decision, ImmutableArray<StatementPart> Parts);
}
