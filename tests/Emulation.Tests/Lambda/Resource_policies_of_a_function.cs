using System.Text;
using System.Text.Json.Nodes;
using Emulation.Lambda;
using Emulation.Principals;
using Sam;

namespace Emulation.Tests.Lambda;

/// <summary>PutResourcePolicy replaces everything: "Working with resource-based policies in Lambda".</summary>
public sealed class Resource_policies_of_a_function : IDisposable
{
    private const string Put = """{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"*"},{"Sid":"d","Effect":"Deny","Principal":"*","Action":"lambda:InvokeFunction","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}""";

    private static readonly Stack Stack = Given.Stack("""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          F: { Type: AWS::Serverless::Function, Properties: { CodeUri: ./, Handler: Shop, Runtime: dotnet10, FunctionName: f, AutoPublishAlias: live } }
          FromTemplate: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref F, Action: "lambda:InvokeFunction", Principal: events.amazonaws.com } }
        """);

    private static readonly Function Function = Stack.Functions[0];
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private readonly AccountDirectory accounts = new([Stack], new LongTermKeys(new byte[32]));
    private FunctionPolicies policies;

    public Resource_policies_of_a_function() => policies = new FunctionPolicies(folder, Stack.Functions, () => accounts.Current);

    private ResourcePolicyOperations Operations => new(policies);

    public void Dispose()
    {
        policies.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Take_the_place_of_all_that_there_was()
    {
        Add("added");
        PutPolicy(Function, Put);
        Assert.Equal(["a", "d"], Sids(Function));
        Add("later");
        Assert.Equal(["a", "d", "later"], Sids(Function));
    }

    [Fact]
    public void Are_of_the_alias_by_itself()
    {
        PutPolicy(Function.At("live"), Put);
        Assert.Equal(["a", "d"], Sids(Function.At("live")));
        Assert.Equal(["FromTemplate"], Sids(Function));
    }

    [Fact]
    public void Leave_nothing_when_they_are_deleted()
    {
        Assert.Equal(204, Operations.Delete(Function, null).StatusCode);
        Assert.Null(policies.Of(Function));
        Assert.Equal((404, 404), (Operations.Get(Function).StatusCode, Operations.Delete(Function, null).StatusCode));
        Reopen();
        Assert.Null(policies.Of(Function));
    }

    [Fact]
    public void Lose_one_statement_to_remove_permission()
    {
        PutPolicy(Function, Put);
        Assert.Equal(204, new PermissionOperations(policies).Remove(Function, "a", null).StatusCode);
        Assert.Equal(["d"], Sids(Function));
        Reopen();
        Assert.Equal(["d"], Sids(Function));
        new PermissionOperations(policies).Remove(Function, "d", null);
        Assert.Null(policies.Of(Function));
    }

    [Fact]
    public void Are_told_with_a_revision_that_the_next_one_must_match()
    {
        PutPolicy(Function, Put);
        var told = JsonNode.Parse(Operations.Get(Function).Body.Span)!;
        Assert.Equal(Put, (string?)told["Policy"]);
        PutPolicy(Function, Put.Replace("s3", "sns", StringComparison.Ordinal), (string?)told["RevisionId"]);
        Operations.Check(Put, out var again);
        Assert.Equal("PreconditionFailedException", Operations.Put(Function, again, (string?)told["RevisionId"]).Refusal!.Type);
        Assert.Equal("PreconditionFailedException", Operations.Delete(Function, (string?)told["RevisionId"]).Refusal!.Type);
    }

    [Theory]
    [InlineData(null, "ValidationException")]
    [InlineData("no json", "InvalidParameterValueException")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"lambda:InvokeFunction","Resource":"*"}]}""", "InvalidParameterValueException")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/Gone"},"Action":"lambda:InvokeFunction","Resource":"*"}]}""", "InvalidParameterValueException")]
    public void Are_refused_when_they_would_not_mean_anything(string? policy, string type) => Assert.Equal(type, Operations.Check(policy, out _)!.Type);

    [Fact]
    public void Have_a_longest_length() => Assert.Equal("PolicyLengthExceededException", Operations.Check(Put + new string(' ', 20 * 1024), out _)!.Type);

    private void PutPolicy(Function function, string policy, string? revision = null)
    {
        Assert.Null(Operations.Check(policy, out var parsed));
        Assert.Equal(200, Operations.Put(function, parsed, revision).StatusCode);
    }

    private void Add(string id)
    {
        PermissionInput.Read(Encoding.UTF8.GetBytes($$"""{"StatementId":"{{id}}","Action":"lambda:InvokeFunction","Principal":"*"}"""), out var input);
        Assert.Equal(201, new PermissionOperations(policies).Add(Function, input).StatusCode);
    }

    private void Reopen()
    {
        policies.Dispose();
        policies = new FunctionPolicies(folder, Stack.Functions, () => accounts.Current);
    }

    private IEnumerable<string?> Sids(Function function) => policies.Of(function)!.Statements.Select(static statement => statement.Sid);
}
