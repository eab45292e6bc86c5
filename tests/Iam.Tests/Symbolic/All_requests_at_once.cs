using System.Collections.Immutable;
using CsCheck;

namespace Iam.Tests.Symbolic;

/// <summary>What is said of all requests is compared with every request that the generated policies can tell apart.</summary>
public class All_requests_at_once
{
    private static readonly string?[] Values = [null, "1", "2", "12", "3", "33", "b"];
    private static readonly string[] Parameters = ["b", "c", "bb", "xx"];
    private static readonly string[] Sessions = ["s", "other", "any"];

    private static readonly Gen<string> Statement = Gen.Select(
        OneOf("Allow", "Allow", "Deny"),
        OneOf("*", "arn:aws:s3:::a/*", "arn:aws:s3:::a/b", "arn:aws:s3:::?/b*", "arn:aws:s3:::b/*", "arn:aws:s3:::a/${aws:PrincipalTag/team}", "arn:aws:s3:::a/?").Array[1, 2],
        Gen.Int[0, 4],
        OneOf("", "StringEquals", "StringNotEquals", "StringLike", "StringNotLikeIfExists", "Null", "ForAnyValue:StringLike", "ForAllValues:StringNotEquals"),
        OneOf("aws:x", "aws:x", "aws:PrincipalArn", "aws:username"),
        OneOf("1", "2", "1*", "?", "${aws:PrincipalTag/team}").Array[1, 2]).Select(static (effect, resources, notResource, name, key, values) =>
            $$"""{"Effect":"{{effect}}",@"Action":"s3:Get","{{(notResource == 0 ? "NotResource" : "Resource")}}":{{List(resources)}}{{Condition(name, key, values)}}}""");

    private static readonly Gen<string> Principal = OneOf(
        "\"*\"", """{"AWS":"111122223333"}""", """{"AWS":"arn:aws:iam::111122223333:role/Storefront"}""", """{"AWS":"arn:aws:sts::111122223333:assumed-role/Storefront/s"}""", """{"AWS":"arn:aws:sts::111122223333:assumed-role/Storefront/other"}""");

    [Fact]
    public void Says_what_each_of_them_would_be_told() => Gen.Select(Statement.Array[0, 2], Gen.Select(Statement, Principal).Array[0, 3], Gen.Bool, Gen.Bool, Gen.Bool).Sample(
        static (identity, resource, bounded, isParameter, isOwn) => Agrees(identity, resource, bounded, isParameter, isOwn ? Case.Account : Case.OtherAccount), iter: 1_500);

    private static bool Agrees(string[] identity, (string Statement, string Principal)[] resource, bool bounded, bool isParameter, AccountId owner)
    {
        var role = new AssumedRole(Case.Account, "/", "Storefront", "any", "AROAEXAMPLE", new Dictionary<string, string> { ["team"] = "b" });
        var own = identity.Select(static s => s.Replace("@", "", StringComparison.Ordinal)).ToArray();
        var policies = new PrincipalPolicies(own.Length == 0 ? [] : [Case.Policy(PolicyKind.Identity, own)], bounded ? [Case.Policy(PolicyKind.Boundary, """{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::a/b*"}""")] : default);
        var onResource = resource.Length == 0 ? null : Case.ResourcePolicy([.. resource.Select(static s => s.Statement.Replace("@", $"\"Principal\":{s.Principal},", StringComparison.Ordinal))]);
        var question = new AccessQuestion(role, "s3:Get", ResourceShape.Parse(isParameter ? "arn:aws:s3:::a/{key}" : "arn:aws:s3:::a/b"), owner, PartialContext.Of(role, "us-east-1"));

        var answer = SymbolicAuthorizer.Decide(question, policies, onResource);

        var verdicts = new HashSet<bool>();
        foreach (var parameter in isParameter ? Parameters : ["b"])
        {
            foreach (var (x, y, session) in from x in Values from y in Combinations() from session in Sessions select (x, y, session))
            {
                var principal = new AssumedRole(Case.Account, "/", "Storefront", session, "AROAEXAMPLE", role.Tags);
                var context = new ConditionContext(principal);
                Set(context, "aws:x", x is null ? default : [x]);
                Set(context, "aws:TagKeys", y);
                verdicts.Add(Authorizer.Decide(new AccessRequest(principal, "s3:Get", "arn:aws:s3:::a/" + parameter, owner, context), policies, onResource).Verdict == Verdict.Allow);
            }
        }

        var expected = verdicts.Count == 2 ? SymbolicVerdict.Conditional : verdicts.Single() ? SymbolicVerdict.Allow : SymbolicVerdict.Deny;
        Assert.Equal(expected, answer.Verdict);
        Assert.Equal(expected == SymbolicVerdict.Conditional, answer.Condition is { Length: > 0 });
        return true;
    }

    /// <summary>Every set of values; the empty one is the absent key.</summary>
    private static IEnumerable<ImmutableArray<string>> Combinations() => Enumerable.Range(0, 1 << (Values.Length - 1)).Select(static set =>
        set == 0 ? default : Values.OfType<string>().Where((_, i) => (set & (1 << i)) != 0).ToImmutableArray());

    private static void Set(ConditionContext context, string key, ImmutableArray<string> values)
    {
        if (!values.IsDefault)
        {
            context.Set(key, values);
        }
    }

    private static string Condition(string name, string key, string[] values) =>
        ConditionOf(name, key, name.Contains("Like", StringComparison.Ordinal) ? values : [.. values.Select(static v => v.Replace("*", "", StringComparison.Ordinal).Replace("?", "3", StringComparison.Ordinal))]);

    private static string ConditionOf(string name, string key, string[] values) => name switch
    {
        "" => "",
        "Null" => $$$""","Condition":{"Null":{"{{{key}}}":"{{{(values.Length == 1 ? "true" : "false")}}}"}}""",
        _ when name.Contains(':', StringComparison.Ordinal) => $$$""","Condition":{"{{{name}}}":{"aws:TagKeys":{{{List(values)}}}}}""",
        _ => $$$""","Condition":{"{{{name}}}":{"{{{key}}}":{{{List(values)}}}}}""",
    };

    private static string List(string[] values) => $"[{string.Join(',', values.Select(static v => $"\"{v}\""))}]";

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
