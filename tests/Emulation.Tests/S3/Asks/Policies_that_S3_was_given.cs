using System.Collections.Immutable;
using System.Text;
using Emulation.Principals;
using Emulation.S3.Asks;
using Emulation.S3.Door;
using Iam;
using Sam;

namespace Emulation.Tests.S3.Asks;

/// <summary>PutBucketPolicy as S3 itself was seen to answer it, row by row: refused, taken, and refused as public where public policies are blocked.</summary>
public sealed class Policies_that_S3_was_given : IDisposable
{
    private const string Bucket = "native-public-policy";
    private const string Arn = $"arn:aws:s3:::{Bucket}";
    private static readonly AccountId Owner = AccountId.Parse("111122223333");
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-tests-");
    private readonly BucketPolicies policies;

    public Policies_that_S3_was_given() => policies =
        new BucketPolicies(folder.FullName, [], Owner, static () => new PrincipalIndex(ImmutableSortedDictionary<string, IamAccount>.Empty, new LongTermKeys(new byte[32]), 0));

    public static TheoryData<string, string, string> Rows =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "S3", "Asks", "recorded-policies.txt")).Where(static line => line.Length > 0 && line[0] != '#')
            .Select(static line => line.Split(" | ")).Select(static row => (row[0], row[1], row[2])),
    ];

    public void Dispose()
    {
        policies.Dispose();
        folder.Delete(recursive: true);
    }

    [Theory, MemberData(nameof(Rows))]
    public void Are_taken_refused_and_public_as_it_said(string name, string said, string given)
    {
        Assert.NotEmpty(name);
        policies.PutBlock(Bucket, new PublicAccessBlock(false, false, false, false));
        var taken = Put(given);
        Assert.Equal(said == "MalformedPolicy" ? said : null, taken);
        if (taken is null)
        {
            Assert.Equal(said == "public", PublicPolicy.IsPublic(policies.Of(Bucket).Policy!));
            policies.PutBlock(Bucket, PublicAccessBlock.Everything);
            Assert.Equal(said == "public" ? "AccessDenied" : null, Put(given));
        }
    }

    /// <summary>The safer side of what was not seen: a denial that may leave somebody, and a text whose wildcard reaches across the account.</summary>
    [Theory]
    [InlineData("""[{"Effect":"Allow","Principal":"*","Action":"s3:Get*","Resource":"$O"},{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"$O"}]""", true)]
    [InlineData("""[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"$O"},{"Effect":"Deny","Principal":"*","Action":"s3:Get*","Resource":"$B/*"}]""", false)]
    [InlineData("""[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"$B/*"},{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"$O"}]""", true)]
    [InlineData("""[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"$O"},{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"$O","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]""", true)]
    [InlineData("""[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"$O"},{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"$O","Condition":{"StringNotLike":{"aws:SourceVpc":"vpc-*"}}}]""", true)]
    [InlineData("""[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"$O"},{"Effect":"Deny","Principal":{"AWS":"123456789012"},"Action":"s3:GetObject","Resource":"$O"}]""", true)]
    [InlineData("""{"StringLike":{"aws:SourceArn":"arn:aws:sns:*:123456789012:fixed"}}""", true)]
    [InlineData("""{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::be*"}}""", true)]
    [InlineData("""{"StringLike":{"aws:userid":"*:*"}}""", true)]
    [InlineData("""{"StringEqualsIfExists":{"aws:SourceVpc":"vpc-1"},"Null":{"aws:SourceVpce":"false"}}""", true)]
    [InlineData("""{"StringEqualsIfExists":{"aws:SourceVpc":"vpc-1"},"Null":{"aws:SourceVpc":"true"}}""", true)]
    public void Are_public_where_nothing_says_otherwise(string given, bool isPublic)
    {
        policies.PutBlock(Bucket, new PublicAccessBlock(false, false, false, false));
        Assert.Null(Put(given));
        Assert.Equal(isPublic, PublicPolicy.IsPublic(policies.Of(Bucket).Policy!));
    }

    private string? Put(string given)
    {
        var statements = given[0] == '[' ? given : $$"""[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"$O","Condition":{{given}}}]""";
        var document = $$"""{"Version":"2012-10-17","Statement":{{statements}}}""".Replace("$O", $"{Arn}/a.txt", StringComparison.Ordinal).Replace("$B", Arn, StringComparison.Ordinal);
        var answer = new PolicyOperations(policies).Answer("PutBucketPolicy", Bucket, Encoding.UTF8.GetBytes(document), "arn:aws:iam::111122223333:root", Arn);
        return answer.Refusal?.Type;
    }
}
