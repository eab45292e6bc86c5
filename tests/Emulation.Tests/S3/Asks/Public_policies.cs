using Emulation.S3.Asks;
using Iam;
using Sam;

namespace Emulation.Tests.S3.Asks;

/// <summary>Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage", "The meaning of 'public'".</summary>
public class Public_policies
{
    [Theory]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"s3:GetObject","Resource":"*"}""", true)]
    [InlineData("""{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"*"}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":"s3:GetObject","Resource":"*"}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"s3:PutObject","Resource":"*"}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::444455556666:root","*"]},"Action":"s3:GetObject","Resource":"*"}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"aws:SourceVpc":"vpc-91237329"}}}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*","Condition":{"StringLike":{"aws:SourceVpc":"vpc-*"}}}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1234567890"}}}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*","Condition":{"StringEqualsIfExists":{"aws:PrincipalOrgID":"o-1234567890"}}}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*","Condition":{"StringNotEquals":{"aws:SourceVpc":"vpc-1"}}}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*","Condition":{"ForAllValues:StringEquals":{"aws:PrincipalOrgPaths":"o-1/r-1/"}}}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"s3:prefix":"a"}}}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"aws:userid":"${aws:userid}"}}}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":["203.0.113.0/24","0.0.0.0/1"]}}}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"2001:db8::/32"}}}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"2000::/3"}}}""", true)]
    [InlineData("""{"Effect":"Allow","NotPrincipal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":"s3:GetObject","Resource":"*"}""", true)]
    public void Are_those_that_say_of_no_one_who_he_is(string statement, bool isPublic)
    {
        var result = Policy.Parse($$"""{"Version":"2012-10-17","Statement":[{{statement}}]}""", PolicyKind.Resource, new PolicyOrigin("bucket policy"));

        // What AWS takes no more is no policy at all.
        if (result.Policy is { } policy)
        {
            Assert.Equal(isPublic, PublicPolicy.IsPublic(policy));
        }
        else
        {
            Assert.Contains("NotPrincipal", statement, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("111122223333", Verdict.Allow)]
    [InlineData("444455556666", Verdict.ExplicitDeny)]
    [InlineData(null, Verdict.ExplicitDeny)]
    public void Let_in_the_owner_s_account_alone_under_RestrictPublicBuckets(string? account, Verdict verdict)
    {
        var policy = Policy.Parse(
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"},{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:user/ann"},"Action":"s3:GetObject","Resource":"*"}]}""",
            PolicyKind.Resource, new PolicyOrigin("bucket policy")).Policy!;
        var access = new BucketGate(SampleRequests.Account, policy, PublicAccessBlock.Everything);
        Principal principal = account is null ? Anonymous.Instance : new IamUser(AccountId.Parse(account), "/", "ann", "AIDAANN");
        var may = new PrincipalPolicies([Policy.Parse("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", PolicyKind.Identity, new PolicyOrigin("all")).Policy!]);
        var request = new AccessRequest(principal, "s3:GetObject", "arn:aws:s3:::bucket/key", SampleRequests.Account, new ConditionContext(principal));
        Assert.Equal(verdict, DecisionRule.Access.Decide(request, account is null ? PrincipalPolicies.None : may, access.InForce).Verdict);
        Assert.Equal(Verdict.Allow, DecisionRule.Access.Decide(
            request, account is null ? PrincipalPolicies.None : may, new BucketGate(SampleRequests.Account, policy, new PublicAccessBlock(false, false, false, false)).InForce).Verdict);
    }
}
