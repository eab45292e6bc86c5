namespace Iam.Tests.Policies;

public class A_document_with_errors
{
    private const string Good = """{"Effect":"Allow","Action":"a:b","Resource":"*"}""";

    public static TheoryData<PolicyKind, string, string, string> Table { get; } = new()
    {
        { PolicyKind.Identity, "", "$", "Syntax errors in policy." },
        { PolicyKind.Identity, "[]", "$", "Syntax errors in policy." },
        { PolicyKind.Identity, "{} x", "$", "Syntax errors in policy." },
        { PolicyKind.Identity, """{"Version":"2012-10-17"}""", "$", "Syntax errors in policy." },
        { PolicyKind.Identity, """{"Version":"2012-10-17","Statement":[]}""", "$.Statement", "Syntax errors in policy." },
        { PolicyKind.Identity, """{"Version":"2012-10-18","Statement":[]}""", "$.Version", "The policy must contain a valid version string." },
        { PolicyKind.Identity, Document("""{"Effect":"allow","Action":"a:b","Resource":"*"}"""), "$.Statement[0].Effect", "Syntax errors in policy." },
        { PolicyKind.Identity, Document("""{"Effect":"Allow","Resource":"*"}"""), "$.Statement[0]", "Policy statement must contain actions." },
        { PolicyKind.Identity, Document("""{"Effect":"Allow","Action":"a:b"}"""), "$.Statement[0]", "Policy statement must contain resources." },
        { PolicyKind.Identity, Document("""{"Effect":"Allow","Action":"ab","Resource":"*"}"""), "$.Statement[0].Action", "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc." },
        { PolicyKind.Identity, Document("""{"Effect":"Allow","Action":"a:b:c","Resource":"*"}"""), "$.Statement[0].Action", "Actions/Condition can contain only one colon." },
        { PolicyKind.Identity, Document("""{"Effect":"Allow","Action":"a:b","Resource":"orders"}"""), "$.Statement[0].Resource", "Resource orders must be in ARN format or \"*\"." },
        { PolicyKind.Identity, Document("""{"Effect":"Allow","Action":"a:b","Resource":"arn:nowhere:s3:::b"}"""), "$.Statement[0].Resource", "Partition \"nowhere\" is not valid for resource \"arn:nowhere:s3:::b\"." },
        { PolicyKind.Identity, Document("""{"Effect":"Allow","Action":"s3*:GetObject","Resource":"*"}"""), "$.Statement[0].Action", "Action vendors (e.g., aws, ec2, etc.) must not contain wildcards." },
        { PolicyKind.Identity, Document("""{"Effect":"Allow","Action":"*:GetObject","Resource":"*"}"""), "$.Statement[0].Action", "Action vendors (e.g., aws, ec2, etc.) must not contain wildcards." },
        { PolicyKind.Identity, Document("""{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:us-east-1::b"}"""), "$.Statement[0].Resource", "Resource arn:aws:s3:us-east-1::b can not contain region information." },
        { PolicyKind.Identity, Document("""{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3::111122223333:b"}"""), "$.Statement[0].Resource", "Resource arn:aws:s3::111122223333:b cannot contain an account id." },
        { PolicyKind.Identity, Document("""{"Effect":"Allow","Action":"a:b","Resource":"arn:aws:s*:::b"}"""), "$.Statement[0].Resource", "Resource vendor must be fully qualified and cannot contain regexes." },
        { PolicyKind.Identity, Document("""{"Effect":"Allow","Action":"a:b","Resource":"arn:aws:s3:${aws:x}::b"}"""), "$.Statement[0].Resource", "The policy failed legacy parsing" },
        { PolicyKind.Identity, Document("""{"Effect":"Allow","Principal":"*","Action":"a:b","Resource":"*"}"""), "$.Statement[0].Principal", "Policy document should not specify a principal." },
        { PolicyKind.Identity, Document("""{"Effect":"Allow","Effect":"Deny","Action":"a:b","Resource":"*"}"""), "$.Statement[0].Effect", "Syntax errors in policy." },
        { PolicyKind.Identity, Document("""{"Effect":"Allow","Actions":"a:b","Resource":"*"}"""), "$.Statement[0].Actions", "Syntax errors in policy." },
        { PolicyKind.Identity, Document("""{"Sid":"a-b","Effect":"Allow","Action":"a:b","Resource":"*"}"""), "$.Statement[0].Sid", "Statement IDs (SID) must be alpha-numeric." },
        { PolicyKind.Identity, Document("""{"Sid":"a","Effect":"Allow","Action":"a:b","Resource":"*"},{"Sid":"a","Effect":"Allow","Action":"a:b","Resource":"*"}"""), "$.Statement", "Statement IDs (SID) in a single policy must be unique." },
        { PolicyKind.Identity, Document("""{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"StringEqual":{"aws:x":"a"}}}"""), "$.Statement[0].Condition.StringEqual", "Invalid Condition type : StringEqual." },
        { PolicyKind.Identity, Document("""{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"StringEquals":{"x":"a"}}}"""), "$.Statement[0].Condition.StringEquals.x", "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc." },
        { PolicyKind.Identity, Document("""{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"NumericEquals":{"aws:x":"many"}}}"""), "$.Statement[0].Condition.NumericEquals", "Syntax errors in policy." },
        { PolicyKind.Resource, Document(Good), "$.Statement[0]", "Missing required field Principal" },
        { PolicyKind.Resource, Document("""{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::1:role/R*"},"Action":"a:b","Resource":"*"}"""), "$.Statement[0].Principal.AWS", "Invalid principal in policy" },
        { PolicyKind.Resource, Document("""{"Effect":"Allow","Principal":{"Amazon":"*"},"Action":"a:b","Resource":"*"}"""), "$.Statement[0].Principal.Amazon", "Invalid principal in policy" },
        { PolicyKind.Trust, Document("""{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"}"""), "$.Statement[0].Resource", "Has prohibited field Resource." },
        { PolicyKind.Trust, Document("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject"}"""), "$.Statement[0].Action", "AssumeRole policy may only specify STS AssumeRole actions." },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Names_the_place_the_fault_and_the_remedy(PolicyKind kind, string json, string path, string message)
    {
        var result = Policy.Parse(json, kind, new PolicyOrigin("test"));
        Assert.Null(result.Policy);
        Assert.Contains(result.Errors, error => error.JsonPath.StartsWith(path, StringComparison.Ordinal) && error.Message.StartsWith(message, StringComparison.Ordinal));
        Assert.All(result.Errors, static error => Assert.NotEmpty(error.Remedy));
    }

    /// <summary>What is refused since a policy was put stays in force.</summary>
    [Theory]
    [InlineData("""{"Effect":"Allow","Action":"*:GetObject","Resource":"*"}""")]
    [InlineData("""{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:us-east-1::b"}""")]
    public void Is_taken_where_it_is_there_already(string statement) =>
        Assert.NotNull(Policy.Parse(Document(statement), PolicyKind.Identity, new PolicyOrigin("test"), new PolicyParseOptions { Stored = true }).Policy);

    [Fact]
    public void Has_all_of_them_reported_at_once() => Assert.Equal(
        3, Policy.Parse(Document("""{"Effect":"allow","Action":"ab","Resource":"orders"}"""), PolicyKind.Identity, new PolicyOrigin("test")).Errors.Length);

    [Fact]
    public void Suggests_what_was_meant() => Assert.Contains(
        "'Action'", Policy.Parse(Document("""{"Effect":"Allow","Actoin":"a:b","Resource":"*"}"""), PolicyKind.Identity, new PolicyOrigin("test")).Errors.Single(static e => e.JsonPath.EndsWith("Actoin", StringComparison.Ordinal)).Remedy, StringComparison.Ordinal);

    private static string Document(string statements) => $$"""{"Version":"2012-10-17","Statement":[{{statements}}]}""";
}
