using System.Globalization;
using System.Text;
using Emulation.Sts.WebIdentities;
using Emulation.Wire;
using Iam;

namespace Emulation.Explain.Trust;

/// <summary>The answer to a question about a token, for people and for programs.</summary>
internal static class TrustText
{
    public static string Of(TrustAnswer answer)
    {
        var text = new StringBuilder();
        var (token, verdict) = (answer.Token, answer.Verdict);
        text.Append(Line($"{token.Whose} becomes {answer.Question.Name}: {(answer.IsAllowed ? "ALLOWED" : "REFUSED")}")).Append('\n');
        if (!verdict.Refusals.IsEmpty)
        {
            var first = verdict.Refusals[0];
            text.Append(CultureInfo.InvariantCulture, $"AWS answers: {Line(first.Message)} ({first.StatusCode} {first.Type})\n");
        }

        text.Append("\nThe token says\n");
        foreach (var (name, value) in Told(answer))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {name,-16}  {Line(value)}\n");
        }

        foreach (var note in token.Notes)
        {
            text.Append("  Mind: ").Append(Line(note)).Append('\n');
        }

        text.Append("\nWhat STS looks at, in its order\n");
        text.Append("  1. Provider: ").Append(Line(Provider(answer))).Append('\n');
        text.Append("  2. Audience: ").Append(Line(Audience(answer))).Append('\n');
        text.Append("  3. Policies: ").Append(Line(Policies(answer))).Append('\n');
        foreach (var statement in answer.Statements)
        {
            Append(text, statement);
        }

        AppendAll(text, "\nWhat would let it in\n", answer.Changes);
        AppendAll(text, "\nToo open\n", answer.Warnings);
        return text.ToString();
    }

    public static string Json(TrustAnswer answer) => JsonText.Document(json =>
    {
        json.WriteString("token", answer.Token.Whose);
        json.WriteString("role", answer.Question.Role.Arn.ToString());
        json.WriteBoolean("allowed", answer.IsAllowed);
        json.WriteObjects("refusals", answer.Verdict.Refusals, static (json, refusal) =>
        {
            json.WriteNumber("status", refusal.StatusCode);
            json.WriteString("code", refusal.Type);
            json.WriteString("message", refusal.Message);
            json.WriteString("reason", refusal.Reason);
        });
        json.WriteStartObject("claims");
        foreach (var (name, value) in Told(answer))
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteString("provider", answer.Verdict.IsKnown ? answer.Verdict.Provider.Arn : null);
        json.WriteObjects("statements", answer.Statements, static (json, statement) =>
        {
            json.WriteString("statement", TrustChange.PlaceOf(statement.Part));
            json.WriteString("effect", statement.Part.Statement.Denies ? "Deny" : "Allow");
            json.WriteBoolean("applies", statement.Part.Applies);
            json.WriteString("why", statement.Part.Why);
            json.WriteObjects("conditions", statement.Claims, static (json, claim) =>
            {
                json.WriteString("operator", claim.Check.Operator);
                json.WriteString("key", claim.Check.Key);
                json.WriteTexts("wanted", claim.Check.Wanted.AsSpan());
                json.WriteTexts("actual", claim.Check.Actual.AsSpan());
                json.WriteBoolean("met", claim.Check.IsMet);
                json.WriteString("nearest", claim.Nearest);
                json.WriteString("hint", claim.Why);
            });
        });
        json.WriteTexts("changes", answer.Changes.AsSpan());
        json.WriteTexts("tooOpen", answer.Warnings.AsSpan());
        json.WriteTexts("notes", answer.Token.Notes.AsSpan());
    });

    /// <summary>Whose it is, for whom and by whom; then the other claims that AWS makes keys of.</summary>
    private static IEnumerable<(string Name, string Value)> Told(TrustAnswer answer) =>
        ((string[])["iss", "aud", "azp", "sub", .. ProviderClaims.NamesOf(answer.Verdict.Provider)]).Distinct(StringComparer.Ordinal)
            .Where(name => answer.Token.Claims.Find(name) is not null).Select(name => (name, answer.Token.Claims.Find(name)!.Value.Shown()));

    private static string Provider(TrustAnswer answer) =>
        !answer.Verdict.IsKnown ? $"no template has one of {answer.Verdict.Provider.Url} in account {answer.Question.Stack.AccountId}"
        : answer.Declared is { } declared ? $"{declared.LogicalId} ({Path.GetFileName(declared.Line.File)}:{declared.Line.Line})"
        : answer.Verdict.Provider.Arn;

    private static string Audience(TrustAnswer answer)
    {
        var said = answer.Token.Claims.Text("azp") ?? string.Join(", ", answer.Token.Claims.Audiences.IsDefault ? [] : answer.Token.Claims.Audiences);
        return !answer.Verdict.IsKnown ? $"{said} would have to be among its client ids"
            : OidcTokenRules.CheckAudience(answer.Verdict.Provider, answer.Token.Claims) is { } refusal ? refusal.Reason ?? refusal.Message
            : $"{said} is among its client ids";
    }

    private static string Policies(TrustAnswer answer) => answer.Verdict.Subject is { } subject ? subject.Why(subject.Decide())
        : answer.Verdict.Refusals[^1].Message;

    private static void Append(StringBuilder text, TrustedStatement statement)
    {
        var part = statement.Part;
        var verdict = part.Applies ? part.Statement.Denies ? "denies" : "allows" : statement.Claims.IsEmpty ? $"does not apply: {part.Why}" : "does not apply";
        text.Append("     - ").Append(Line($"{TrustChange.PlaceOf(part)} {verdict}")).Append('\n');
        foreach (var claim in statement.Claims)
        {
            var check = claim.Check;
            text.Append("         ").Append(Line($"{check.Operator} {check.Key}: {(check.IsMet ? $"met by {Actual(check)}" : "not met")}")).Append('\n');
            if (check.IsMet)
            {
                continue;
            }

            text.Append("           wants  ").Append(Line(claim.Nearest ?? string.Join(" or ", check.Wanted)))
                .Append(Line(claim.Nearest is not null && check.Wanted.Length > 1 ? $"   (the nearest of {check.Wanted.Length})" : "")).Append('\n');
            text.Append("           has    ").Append(Line(Actual(check))).Append('\n');
            if (claim.Nearest is not null)
            {
                text.Append("                  ").Append(' ', claim.AgreesUpTo).Append("^ differs from here\n");
            }

            if (claim.Why is { } why)
            {
                text.Append("           ").Append(Line(why)).Append('\n');
            }
        }
    }

    private static string Actual(ConditionCheck check) => check.Actual.IsEmpty ? "no such key" : string.Join(", ", check.Actual);

    private static void AppendAll(StringBuilder text, string title, IEnumerable<string> lines)
    {
        foreach (var (i, line) in lines.Index())
        {
            text.Append(i == 0 ? title : "").Append("  * ").Append(Line(line)).Append('\n');
        }
    }

    private static string Line(string text) => TemplateValue.OneLine(text);
}
