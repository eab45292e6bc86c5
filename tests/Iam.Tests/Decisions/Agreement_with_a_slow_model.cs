using CsCheck;

namespace Iam.Tests.Decisions;

public class Agreement_with_a_slow_model
{
    private static readonly Gen<string> Resource = OneOf("arn:aws:s3:::a/b", "arn:aws:s3:::a/c", "arn:aws:s3:::b/b");
    private static readonly Gen<string> Principal = OneOf(
        "*", "111122223333", "444455556666", "arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:role/Storefront", "arn:aws:sts::111122223333:assumed-role/Storefront/s", "arn:aws:iam::444455556666:role/Partner");

    private static readonly Gen<(string, string, string[])?> Condition = Gen.Select(
        OneOf("none", "StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIfExists"),
        OneOf("aws:x", "aws:y"),
        OneOf("1", "2", "1*", "?").Array[1, 2]).Select(static (name, key, values) =>
            name == "none" ? ((string, string, string[])?)null : (name, key, name.Contains("Like", StringComparison.Ordinal) ? values : [.. values.Select(static v => v.Replace("*", "", StringComparison.Ordinal).Replace("?", "3", StringComparison.Ordinal))]));

    [Fact]
    public void On_generated_policies_and_requests() => Gen.Select(
        Statement(withPrincipal: false).Array[0, 3],
        Statement(withPrincipal: true).Array[0, 3],
        OneOf("s3:Get", "s3:Put", "S3:get"),
        Resource,
        Gen.Bool,
        Gen.Select(OneOf("", "1", "2", "12"), OneOf("", "3")))
        .Sample(static (identity, resourcePolicy, action, resource, isPartner, keys) => Agrees(identity, resourcePolicy, action, resource, isPartner ? Case.Partner : Case.Role, keys), iter: 30_000);

    private static bool Agrees(ModelStatement[] identity, ModelStatement[] resourcePolicy, string action, string resource, AssumedRole caller, (string X, string Y) values)
    {
        Dictionary<string, string> keys = [];
        var context = new ConditionContext(caller);
        foreach (var (key, value) in new[] { ("aws:x", values.X), ("aws:y", values.Y) }.Where(static pair => pair.Item2.Length > 0))
        {
            keys[key] = value;
            context.Set(key, value);
        }

        var request = new AccessRequest(caller, action, resource, Case.Account, context);
        var policies = identity.Length == 0 ? Case.Nothing : Case.Caller([.. identity.Select(static s => s.ToJson())]);
        var onResource = resourcePolicy.Length == 0 ? null : Case.ResourcePolicy([.. resourcePolicy.Select(static s => s.ToJson())]);
        var decision = Authorizer.Decide(request, policies, onResource);
        var explanation = Authorizer.Explain(request, policies, onResource);
        Assert.Equal(decision, explanation.Decision);
        Assert.Equal(identity.Length + resourcePolicy.Length, explanation.Parts.Length);
        Assert.Equal(PolicyModel.Decide(caller, action, resource, Case.Account, keys, identity, resourcePolicy), decision.Verdict);
        return true;
    }

    private static Gen<ModelStatement> Statement(bool withPrincipal) => Gen.Select(
        Gen.Int[0, 2],
        Principal.Array[1, 2],
        OneOf("s3:*", "s3:Get", "s3:?ut", "*").Array[1, 2],
        Gen.Int[0, 4],
        OneOf("*", "arn:aws:s3:::a/*", "arn:aws:s3:::?/b", "arn:aws:s3:::a/b").Array[1, 2],
        Gen.Int[0, 4],
        Condition).Select((effect, principals, actions, notAction, resources, notResource, condition) =>
            new ModelStatement(effect == 0, withPrincipal ? principals : null, actions, notAction == 0, resources, notResource == 0, condition));

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
