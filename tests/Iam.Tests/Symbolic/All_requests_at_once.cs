using CsCheck;

namespace Iam.Tests.Symbolic;

/// <summary>What is said of all requests is compared with every request that the generated policies can tell apart.</summary>
public class All_requests_at_once
{
    private static readonly string[] Parameters = ["b", "c", "bb", "xx"];
    private static readonly string[] Sessions = ["s", "other", "any"];

    private static readonly Gen<string> Principal = OneOf(
        "\"*\"", """{"AWS":"111122223333"}""", """{"AWS":"arn:aws:iam::111122223333:role/Storefront"}""", """{"AWS":"arn:aws:sts::111122223333:assumed-role/Storefront/s"}""", """{"AWS":"arn:aws:sts::111122223333:assumed-role/Storefront/other"}""");

    /// <summary>One key, declared to hold several values or not, and every operator that fits its values.</summary>
    private static readonly Gen<(ConditionFamily Family, string Key, string[] Identity, (string Statement, string Principal)[] Resource)> Policies =
        Gen.Select(Gen.Int[0, ConditionFamily.All.Length - 1], Gen.Bool).SelectMany(static (number, isDeclared) =>
        {
            var (family, key) = (ConditionFamily.All[number], isDeclared ? "aws:TagKeys" : "test:x");
            var condition = Gen.Frequency((6, family.Conditions(key)), (1, family.Conditions("aws:PrincipalArn")), (1, family.Conditions("aws:username")));
            return Gen.Select(Statement(condition).Array[0, 2], Gen.Select(Statement(condition), Principal).Array[0, 3]).Select((identity, resource) => (family, key, identity, resource));
        });

    [Fact]
    public void Says_what_each_of_them_would_be_told() => Gen.Select(Policies, Gen.Bool, Gen.Bool, Gen.Bool).Sample(
        static (policies, bounded, isParameter, isOwn) => Agrees(policies.Family, policies.Key, policies.Identity, policies.Resource, bounded, isParameter, isOwn ? Case.Account : Case.OtherAccount), iter: 4_000);

    private static Gen<string> Statement(Gen<string> condition) => Gen.Select(
        OneOf("Allow", "Allow", "Deny"),
        OneOf("*", "arn:aws:s3:::a/*", "arn:aws:s3:::a/b", "arn:aws:s3:::?/b*", "arn:aws:s3:::b/*", "arn:aws:s3:::a/${aws:PrincipalTag/team}", "arn:aws:s3:::a/?").Array[1, 2],
        Gen.Int[0, 4],
        condition).Select(static (effect, resources, notResource, conditions) =>
            $$"""{"Effect":"{{effect}}",@"Action":"s3:Get","{{(notResource == 0 ? "NotResource" : "Resource")}}":[{{string.Join(',', resources.Select(static r => $"\"{r}\""))}}]{{conditions}}}""");

    private static void Agrees(ConditionFamily family, string key, string[] identity, (string Statement, string Principal)[] resource, bool bounded, bool isParameter, AccountId owner)
    {
        var role = new AssumedRole(Case.Account, "/", "Storefront", "any", "AROAEXAMPLE", new Dictionary<string, string> { ["team"] = "b" });
        var own = identity.Select(static s => s.Replace("@", "", StringComparison.Ordinal)).ToArray();
        var policies = new PrincipalPolicies(own.Length == 0 ? [] : [Case.Policy(PolicyKind.Identity, own)], bounded ? [Case.Policy(PolicyKind.Boundary, """{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::a/b*"}""")] : default);
        var onResource = resource.Length == 0 ? null : Case.ResourcePolicy([.. resource.Select(static s => s.Statement.Replace("@", $"\"Principal\":{s.Principal},", StringComparison.Ordinal))]);
        var question = new AccessQuestion(role, "s3:Get", ResourceShape.Parse(isParameter ? "arn:aws:s3:::a/{key}" : "arn:aws:s3:::a/b"), owner, PartialContext.Of(role, "us-east-1"));

        var answer = SymbolicAuthorizer.Decide(question, policies, onResource);

        var verdicts = new HashSet<bool>();
        foreach (var session in Sessions)
        {
            var principal = new AssumedRole(Case.Account, "/", "Storefront", session, "AROAEXAMPLE", role.Tags);
            foreach (var values in family.Requests())
            {
                var context = new ConditionContext(principal);
                context = values.IsDefault ? context : context.Set(key, values);
                foreach (var parameter in isParameter ? Parameters : ["b"])
                {
                    var verdict = Authorizer.Decide(new AccessRequest(principal, "s3:Get", "arn:aws:s3:::a/" + parameter, owner, context), policies, onResource).Verdict;
                    verdicts.Add(verdict == Verdict.Allow);

                    // Whoever takes a risk where nothing denies relies on it.
                    Assert.True(verdict != Verdict.ExplicitDeny || answer.MayBeDenied);
                }
            }
        }

        var expected = verdicts.Count == 2 ? SymbolicVerdict.Conditional : verdicts.Single() ? SymbolicVerdict.Allow : SymbolicVerdict.Deny;
        Assert.Equal(expected, answer.Verdict);
        Assert.Equal(expected == SymbolicVerdict.Conditional, answer.Condition is { Length: > 0 });
    }

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
