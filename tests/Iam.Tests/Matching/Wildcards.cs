using Iam.Matching;

namespace Iam.Tests.Matching;

/// <summary>IAM User Guide, "IAM JSON policy elements: Resource" and "Action": what <c>*</c> and <c>?</c> stand for, and where.</summary>
public class Wildcards
{
    [Theory]
    [InlineData("execute-api:Invoke", "execute-api:Invoke", true)]
    [InlineData("Execute-API:inVOKE", "execute-api:Invoke", true)]
    [InlineData("execute-api:*", "execute-api:Invoke", true)]
    [InlineData("EXECUTE-API:*", "execute-api:Invoke", true)]
    [InlineData("execute-api:I?voke", "execute-api:Invoke", true)]
    [InlineData("execute-api:I?nvoke", "execute-api:Invoke", false)]
    [InlineData("execute-api:*Connections", "execute-api:ManageConnections", true)]
    [InlineData("execute-api:*Connections", "execute-api:Invoke", false)]
    [InlineData("*", "execute-api:Invoke", true)]
    [InlineData("s3:*", "execute-api:Invoke", false)]
    public void In_an_action(string action, string requested, bool matches)
    {
        var policy = Given.Policy(PolicyKind.Identity, $$"""{"Effect": "Allow", "Action": "{{action}}", "Resource": "*"}""");

        Assert.Equal(matches, Allows(policy, requested, Given.Api));
    }

    [Theory]
    [InlineData("arn:aws:execute-api:eu-central-1:111122223333:a1b2c3/v1/GET/orders", true)]
    [InlineData("arn:aws:execute-api:eu-central-1:111122223333:a1b2c3/v1/get/orders", false)]
    [InlineData("arn:aws:execute-api:eu-central-1:111122223333:a1b2c3/v1/GET/order", false)]
    [InlineData("arn:aws:execute-api:eu-central-1:111122223333:a1b2c3/v1/*/orders", true)]
    [InlineData("arn:aws:execute-api:eu-central-1:111122223333:a1b2c3/*", true)]
    [InlineData("arn:aws:execute-api:eu-central-1:111122223333:a1b2c3/v2/*", false)]
    [InlineData("arn:aws:execute-api:eu-central-1:111122223333:*/GET/*", true)]
    [InlineData("arn:aws:execute-api:eu-central-?:111122223333:a1b2c3/*", true)]
    [InlineData("arn:aws:execute-api:eu-central-?1:111122223333:a1b2c3/*", false)]
    [InlineData("arn:aws:execute-api:*:*:a1b2c3/*", true)]
    [InlineData("arn:aws:execute-api:*:*:*", true)]
    [InlineData("arn:aws:execute-api:*", true)]
    [InlineData("arn:aws:s3:*", false)]
    [InlineData("arn:aws:execute-api:us-*:*:*", false)]
    [InlineData("*", true)]
    public void In_a_resource(string resource, bool matches) => Assert.Equal(matches, AllowsResource(resource, Given.Api));

    // "If the * wildcard is the last character of a resource ARN segment, it can expand to match beyond the colon boundaries."
    [Theory]
    [InlineData("arn:aws:sns:*:topic", "arn:aws:sns:eu-west-1:1:topic", true)]
    [InlineData("arn:aws:sns:eu*:topic", "arn:aws:sns:eu-west-1:1:topic", true)]
    [InlineData("arn:aws:sns:e*1:topic:x", "arn:aws:sns:eu-west:1:topic:x", false)]
    [InlineData("arn:aws:sns:eu?1:topic:x", "arn:aws:sns:eu:1:topic:x", false)]
    [InlineData("arn:aws:sns:eu?:topic:x", "arn:aws:sns:eu::topic:x", false)]
    [InlineData("arn:aws:sns:eu?:1:topic:x", "arn:aws:sns:eu1:1:topic:x", true)]
    [InlineData("arn:aws:lambda:r:1:function:*:prod", "arn:aws:lambda:r:1:function:a:b:prod", true)]
    [InlineData("arn:aws:lambda:r:1:function:a?b", "arn:aws:lambda:r:1:function:a:b", true)]
    [InlineData("arn:aws:lambda:r:1:function:a?b", "arn:aws:lambda:r:1:function:ab", false)]
    public void In_a_resource_cross_colons_only_at_a_segments_end(string resource, string requested, bool matches) =>
        Assert.Equal(matches, AllowsResource($"{resource}*", $"{requested}*"));

    [Fact]
    public void In_a_request_are_ordinary_characters()
    {
        Assert.False(AllowsResource("arn:aws:s3:::bucket/key", "arn:aws:s3:::bucket/*"));
        Assert.True(AllowsResource("arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket/*"));
    }

    [Fact]
    public void Change_nothing_about_which_letters_are_the_same()
    {
        // The Kelvin sign is a K in lower case only; a pattern must not tell K from k differently than plain text does.
        Assert.False(Matches("kms:Decrypt", "\u212Ams:Decrypt"));
        Assert.False(Matches("kms:*", "\u212Ams:Decrypt"));
        Assert.True(Matches("kms:*", "KMS:Decrypt"));

        static bool Matches(string pattern, string text) =>
            PolicyPattern.Compile(pattern, WildcardScope.Text, ignoreCase: true, variables: false).IsMatch(text, new ConditionContext());
    }

    [Theory]
    [InlineData("execute-api:/*", Given.Api, true)]
    [InlineData("execute-api:/v1/GET/orders", Given.Api, true)]
    [InlineData("execute-api:/v1/POST/*", Given.Api, false)]
    [InlineData("execute-api:/*", "arn:aws:execute-api:eu-central-1:111122223333:another/v1/GET/orders", false)]
    public void Follow_api_gateways_short_form(string resource, string requested, bool matches)
    {
        var policy = Given.Document(
            PolicyKind.Resource,
            Given.Json($$"""{"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "{{resource}}"}"""),
            options: new PolicyParseOptions("arn:aws:execute-api:eu-central-1:111122223333:a1b2c3"));

        Assert.Equal(matches, Authorizer.Decide(Given.Call(Given.User, resource: requested), PrincipalPolicies.None, policy).Verdict == Verdict.Allow);
    }

    private static bool AllowsResource(string resource, string requested) =>
        Allows(Given.Policy(PolicyKind.Identity, $$"""{"Effect": "Allow", "Action": "*", "Resource": "{{resource}}"}"""), "execute-api:Invoke", requested);

    private static bool Allows(Policy policy, string action, string resource) =>
        Authorizer.Decide(Given.Call(Given.User, action, resource), Given.With(policy), null).Verdict == Verdict.Allow;
}
