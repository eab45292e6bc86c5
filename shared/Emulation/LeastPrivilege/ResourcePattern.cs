using Emulation.Wire;
using Iam;

namespace Emulation.LeastPrivilege;

/// <summary>One resource of a statement by itself, as a policy writes it: which ARNs it means. The engine that decides calls decides that too.</summary>
internal sealed class ResourcePattern
{
    private const string AnyAction = "sts:TagSession";
    private static readonly AssumedRole Somebody = new(AccountId.Parse("999999999999"), "/", "Somebody", "any", "AROASOMEBODY");
    private readonly PrincipalPolicies allowed;

    public ResourcePattern(string text)
    {
        Text = text;
        var json = JsonText.Bytes(default, writer =>
        {
            writer.WriteString("Version", "2012-10-17");
            writer.WriteObjects("Statement", [text], static (statement, resource) =>
            {
                statement.WriteString("Effect", "Allow");
                statement.WriteString("Action", "*");
                statement.WriteString("Resource", resource);
            });
        });
        allowed = Policy.Parse(System.Text.Encoding.UTF8.GetString(json), PolicyKind.Identity, new PolicyOrigin(text)).Policy is { } policy
            ? new PrincipalPolicies([policy]) : PrincipalPolicies.None;
    }

    /// <summary>As the policy writes it.</summary>
    public string Text { get; }

    /// <summary>Whether it means more than one ARN, whoever asks.</summary>
    public bool HasWildcard => IsPattern(Text);

    /// <summary>Whether it means an ARN, in a request with these keys.</summary>
    public bool Matches(string arn, ConditionContext context) =>
        DecisionRule.Access.Decide(new AccessRequest(Somebody, AnyAction, arn, Somebody.Account!.Value, context), allowed, null).Verdict == Verdict.Allow;

    /// <summary>Whether it means all that another one means. False where that cannot be told.</summary>
    public bool Covers(string pattern)
    {
        if (pattern == Text)
        {
            return true;
        }

        // Of the characters that are spelt out only the dollar stands for itself in a shape too.
        var spelt = pattern.Replace("${$}", "$", StringComparison.Ordinal);
        if (spelt.AsSpan().IndexOfAny('?', '{') >= 0)
        {
            return false;
        }

        var shape = IsPattern(pattern) ? ResourceShape.Parse(spelt.Replace("*", "{any+}", StringComparison.Ordinal)) : ResourceShape.Literal(spelt);
        return Covers(shape);
    }

    /// <summary>Whether it means every ARN of a shape.</summary>
    public bool Covers(ResourceShape shape) => Ask(shape) == SymbolicVerdict.Allow;

    /// <summary>Whether it means an ARN of a shape at all.</summary>
    public bool Meets(ResourceShape shape) => Ask(shape) != SymbolicVerdict.Deny;

    /// <summary>Whether a text of a policy has wildcards: <c>${*}</c> and <c>${?}</c> are characters.</summary>
    public static bool IsPattern(string text) =>
        text.Replace("${*}", "", StringComparison.Ordinal).Replace("${?}", "", StringComparison.Ordinal).AsSpan().IndexOfAny('*', '?') >= 0;

    private SymbolicVerdict Ask(ResourceShape shape) => SymbolicAuthorizer.DecideBy(
        DecisionRule.Access,
        new AccessQuestion(Somebody, AnyAction, shape, Somebody.Account!.Value, PartialContext.OfRequest(new ConditionContext())),
        allowed,
        null).Verdict;
}
