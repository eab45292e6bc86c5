using Emulation.Protocols.Query;
using Emulation.Sts;

namespace Emulation.Tests.Sts;

public class Assume_role_parameters
{
    private const string Good = "RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2FR&RoleSessionName=me";

    [Fact]
    public void Are_read()
    {
        var call = Read(Good + "&DurationSeconds=900&ExternalId=x-7&Tags.member.1.Key=team&Tags.member.1.Value=a+b&TransitiveTagKeys.member.1=team&SourceIdentity=ann", out _)!;
        Assert.Equal(("arn:aws:iam::111122223333:role/R", "me", 900, "x-7", "ann"), (call.RoleArn.ToString(), call.SessionName, call.DurationSeconds, call.ExternalId, call.SourceIdentity));
        Assert.Equal("a b", call.Tags["TEAM"]);
    }

    [Theory]
    [InlineData("RoleSessionName=me", "ValidationError", "1 validation error detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be null")]
    [InlineData("RoleArn=short&RoleSessionName=a%20b", "ValidationError", "2 validation errors detected: Value 'short' at 'roleArn'")]
    [InlineData("RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Auser%2FU&RoleSessionName=me", "ValidationError", "arn:aws:iam::111122223333:user/U is invalid")]
    [InlineData(Good + "&DurationSeconds=899", "ValidationError", "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900")]
    [InlineData(Good + "&DurationSeconds=43201", "ValidationError", "1 validation error detected: Value '43201' at 'durationSeconds'")]
    [InlineData(Good + "&DurationSeconds=soon", "MalformedInput", "")]
    [InlineData(Good + "&DurationSeconds=900.0", "MalformedInput", "")]
    [InlineData(Good + "&DurationSeconds=+900+", "MalformedInput", "")]
    [InlineData(Good + "&DurationSeconds=9e2", "MalformedInput", "")]
    [InlineData(Good + "&DurationSeconds=2147483648", "MalformedInput", "")]
    [InlineData(Good + "&DurationSeconds=0", "ValidationError", "1 validation error detected: Value '0' at 'durationSeconds'")]
    [InlineData(Good + "&TransitiveTagKeys.member.1=team", "InvalidParameterValue", "The specified transitive tag key must be included in the requested tags.")]
    [InlineData(Good + "&TokenCode=123456", "AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code.")]
    public void That_AWS_refuses_are_refused_in_its_words(string form, string code, string message)
    {
        Assert.Null(Read(form, out var error));
        Assert.Equal(code, error.Code);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0900")]
    [InlineData("%2B900")]
    public void May_write_a_number_with_a_sign_or_zeros(string number) => Assert.Equal(900, Read($"{Good}&DurationSeconds={number}", out _)!.DurationSeconds);

    [Fact]
    public void Echoed_in_an_error_are_escaped()
    {
        var xml = System.Text.Encoding.UTF8.GetString(new QueryXml("https://sts.amazonaws.com/doc/2011-06-15/").Error(QueryError.Validation("<a>&\u0001"), "r"));
        Assert.Contains("<Message>&lt;a&gt;&amp;\uFFFD</Message>", xml, StringComparison.Ordinal);
    }

    private static AssumeRoleCall? Read(string form, out QueryError error) => AssumeRoleCall.Read(QueryRequest.Parse(form, []), out error);
}
