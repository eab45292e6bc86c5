using System.Collections.Immutable;
using Emulation.Tokens;
using Iam;

namespace Emulation.Explain.Trust;

/// <summary>What would let a token open a role, in the words of the template that has the role.</summary>
internal static class TrustChange
{
    private const string Action = "sts:AssumeRoleWithWebIdentity";

    public static IEnumerable<string> Of(TrustQuestion question, AskedToken token, TrustVerdict verdict, ImmutableArray<TrustedStatement> statements)
    {
        var writer = new TrustWriter(question);
        var audience = token.Claims.Text("azp") ?? string.Join(", ", token.Claims.Audiences.IsDefault ? [] : token.Claims.Audiences);
        if (!verdict.IsKnown)
        {
            yield return "Add a resource, unless the account has the provider from another template (name that with --template too): "
                + $"{writer.Provider(verdict.Provider.Url, audience)}.";
        }
        else if (!verdict.Provider.ClientIds.Contains(audience))
        {
            yield return $"Add {writer.Word(audience)} to ClientIdList of {verdict.Provider.Arn}, or let the token be for {string.Join(" or ", verdict.Provider.ClientIds)}.";
        }

        if (verdict.Refusals is [.., { Type: "AccessDenied" }])
        {
            foreach (var change in OfPolicy(question, token, verdict, statements, writer))
            {
                yield return change;
            }
        }
    }

    private static IEnumerable<string> OfPolicy(
        TrustQuestion question, AskedToken token, TrustVerdict verdict, ImmutableArray<TrustedStatement> statements, TrustWriter writer)
    {
        if (statements.FirstOrDefault(static one => one.Part is { Applies: true, Statement.Denies: true }) is { } denying)
        {
            yield return $"Make an exception in {PlaceOf(denying.Part)}, which denies it.";
        }
        else if (verdict.Subject is { Request.Action: not Action and var further })
        {
            yield return $"Allow {further} in the trust policy of {question.Name} too: the token brings {(further == "sts:TagSession" ? "session tags" : "a source identity")}.";
        }
        else if (statements.FirstOrDefault(static one => one.IsMeant) is not { } nearest)
        {
            yield return $"Add to AssumeRolePolicyDocument of {question.Name}: {writer.Statement(verdict.Provider.Arn, token.Claims, verdict.Provider.Name)}.";
        }
        else
        {
            foreach (var claim in nearest.Unmet)
            {
                yield return $"In {PlaceOf(nearest.Part)}: {ChangeOf(claim, verdict, token, writer)}.";
            }
        }
    }

    private static string ChangeOf(WantedClaim claim, TrustVerdict verdict, AskedToken token, TrustWriter writer) => claim.Check.Actual switch
    {
        [var actual] when claim.Nearest is not null => $"add {writer.Exactly(actual)} to {claim.Check.Operator} {claim.Check.Key}, or ask for what it has already",
        [] when claim.Check.Key.StartsWith($"{verdict.Provider.Name}:", StringComparison.OrdinalIgnoreCase) =>
            $"leave {claim.Check.Key} out, which such tokens have not, and tell them apart by {verdict.Provider.Name}:sub, here {writer.Exactly(token.Claims.Text("sub") ?? "")}",
        [] => $"the condition on {claim.Check.Key} cannot be met by such a call",
        _ => $"the condition {claim.Check.Operator} {claim.Check.Key} keeps this token out",
    };

    public static string PlaceOf(StatementPart part)
    {
        var place = part.Policy.Origin.PlaceOf(part.Statement.Index);
        return $"statement {part.Statement.DisplayName} of {part.Policy.Origin.Name}{(place is null ? "" : $" ({Path.GetFileName(place)})")}";
    }

    /// <summary>Writes for the template of the role.</summary>
    private sealed class TrustWriter(TrustQuestion question)
    {
        private readonly TemplateWords words = new(question.Stacks);

        private bool IsJson => question.Stack.IsJson;

        public TemplateValue Word(string text) => TemplateValue.OfWord(text, IsJson);

        public TemplateValue Exactly(string text) => words.Exactly(text, question.Stack);

        public string Provider(string url, string audience) => $"{(IsJson ? "\"Issuer\"" : "Issuer")}: {TemplateValue.Map(
            IsJson,
            ("Type", Word("AWS::IAM::OIDCProvider")),
            ("Properties", TemplateValue.Map(
                IsJson, ("Url", new TemplateValue(TemplateValue.Quoted(url), [])), ("ClientIdList", new TemplateValue($"[{Word(audience)}]", [])))))}";

        public TemplateValue Statement(string provider, TokenClaims claims, string name) => TemplateValue.Map(
            IsJson,
            ("Effect", Word("Allow")),
            ("Principal", TemplateValue.Map(IsJson, ("Federated", words.Of(provider, question.Stack)))),
            ("Action", Word(Action)),
            ("Condition", TemplateValue.Map(IsJson, ("StringEquals", new TemplateValue(
                $"{{ {TemplateValue.Quoted($"{name}:aud")}: {Word(claims.Text("azp") ?? claims.Audiences.FirstOrDefault() ?? "")}, "
                    + $"{TemplateValue.Quoted($"{name}:sub")}: {Exactly(claims.Text("sub") ?? "")} }}", [])))));
    }
}
