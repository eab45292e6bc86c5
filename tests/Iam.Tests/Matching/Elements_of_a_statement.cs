namespace Iam.Tests.Matching;

/// <summary>IAM User Guide, "IAM JSON policy elements": Action, NotAction, Resource, NotResource; lists of them; and all together.</summary>
public class Elements_of_a_statement
{
    [Theory]
    [InlineData("\"Action\": \"s3:Get*\"", "s3:GetObject", true)]
    [InlineData("\"Action\": \"s3:Get*\"", "s3:PutObject", false)]
    [InlineData("\"Action\": [\"s3:Put*\", \"s3:Get*\"]", "s3:GetObject", true)]
    [InlineData("\"Action\": [\"s3:Put*\", \"s3:Get*\"]", "s3:List", false)]
    [InlineData("\"NotAction\": \"s3:Get*\"", "s3:GetObject", false)]
    [InlineData("\"NotAction\": \"s3:Get*\"", "iam:GetUser", true)]
    [InlineData("\"NotAction\": [\"s3:Get*\", \"iam:*\"]", "iam:GetUser", false)]
    [InlineData("\"NotAction\": [\"s3:Get*\", \"iam:*\"]", "sqs:SendMessage", true)]
    public void Action_and_not_action(string element, string action, bool applies) =>
        Assert.Equal(applies, Applies($"{element}, \"Resource\": \"*\"", action, "arn:aws:s3:::b/k"));

    [Theory]
    [InlineData("\"Resource\": \"arn:aws:s3:::b/*\"", "arn:aws:s3:::b/k", true)]
    [InlineData("\"Resource\": \"arn:aws:s3:::b/*\"", "arn:aws:s3:::c/k", false)]
    [InlineData("\"Resource\": [\"arn:aws:s3:::b/*\", \"arn:aws:s3:::c/*\"]", "arn:aws:s3:::c/k", true)]
    [InlineData("\"Resource\": [\"arn:aws:s3:::b/*\", \"arn:aws:s3:::c/*\"]", "arn:aws:s3:::d/k", false)]
    [InlineData("\"NotResource\": \"arn:aws:s3:::b/*\"", "arn:aws:s3:::b/k", false)]
    [InlineData("\"NotResource\": \"arn:aws:s3:::b/*\"", "arn:aws:s3:::c/k", true)]
    [InlineData("\"NotResource\": [\"arn:aws:s3:::b/*\", \"arn:aws:s3:::c/*\"]", "arn:aws:s3:::c/k", false)]
    [InlineData("\"NotResource\": [\"arn:aws:s3:::b/*\", \"arn:aws:s3:::c/*\"]", "arn:aws:s3:::d/k", true)]
    public void Resource_and_not_resource(string element, string resource, bool applies) =>
        Assert.Equal(applies, Applies($"\"Action\": \"*\", {element}", "s3:GetObject", resource));

    [Theory]
    [InlineData("s3:GetObject", "arn:aws:s3:::b/k", true)]
    [InlineData("s3:PutObject", "arn:aws:s3:::b/k", false)]
    [InlineData("s3:GetObject", "arn:aws:s3:::c/k", false)]
    [InlineData("s3:PutObject", "arn:aws:s3:::c/k", false)]
    public void All_must_fit(string action, string resource, bool applies) =>
        Assert.Equal(applies, Applies("\"Action\": \"s3:Get*\", \"Resource\": \"arn:aws:s3:::b/*\"", action, resource));

    /// <summary>Whether the statement takes part, seen in an allow and, the other way round, in a deny.</summary>
    private static bool Applies(string elements, string action, string resource)
    {
        var request = Given.Call(Given.User, action, resource);
        var allow = Authorizer.Decide(request, Given.With(Given.Policy(PolicyKind.Identity, $$"""{"Effect": "Allow", {{elements}} }""")), null);
        var deny = Authorizer.Decide(request, Given.With(Given.Policy(PolicyKind.Identity, $$"""{"Effect": "Deny", {{elements}} }""")), null);
        Assert.Equal(allow.Verdict == Verdict.Allow, deny.Verdict == Verdict.ExplicitDeny);
        return allow.Verdict == Verdict.Allow;
    }
}
