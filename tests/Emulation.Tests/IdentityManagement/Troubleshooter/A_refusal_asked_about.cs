using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Emulation.Calls;
using Emulation.Tests.Calls;
using SigV4;

namespace Emulation.Tests.IdentityManagement.Troubleshooter;

/// <summary>A refusal, the id in its message, and what GetRequestAuthorizationDetails says of it to whom.</summary>
public sealed partial class A_refusal_asked_about : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private readonly List<IAsyncDisposable> emulators = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var emulator in emulators)
        {
            await emulator.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData((int)Troubleshooting.None, false, false)]
    [InlineData((int)Troubleshooting.OfIam, true, false)]
    [InlineData((int)Troubleshooting.OfEveryService, true, true)]
    public async Task Says_its_id_where_it_is_to(int told, bool inIam, bool elsewhere)
    {
        using var calls = await StartAsync((Troubleshooting)told);
        var (ofIam, ofSts) = (await calls.SendAsync(GetUser, calls.KeysOf("ann")), await calls.SendAsync(AssumeStaff, calls.KeysOf("ann")));

        Assert.Equal((403, 403), (ofIam.Status, ofSts.Status));
        Assert.Equal((inIam, elsewhere), (Sentence().IsMatch(ofIam.Body), Sentence().IsMatch(ofSts.Body)));
    }

    [Fact]
    public async Task Says_nothing_to_nobody()
    {
        using var calls = await StartAsync(Troubleshooting.OfEveryService);
        Assert.DoesNotContain("authorization id", (await calls.SendAsync(GetUser, null)).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("authorization id", (await calls.SendAsync(GetUser, SignedCalls.Unknown)).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("authorization id", (await calls.SendAsync(GetUser, calls.KeysOf("admin"))).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_told_with_its_policies_and_the_statements_that_matched()
    {
        using var calls = await StartAsync(Troubleshooting.OfIam);
        var id = IdIn((await calls.SendAsync(DeleteUser, calls.KeysOf("ann"))).Body);
        var answer = await calls.SendAsync(Details(id), calls.KeysOf("admin"));
        var details = JsonNode.Parse(answer.Body)!;

        Assert.Equal(200, answer.Status);
        var evaluation = Assert.Single(details["evaluations"]!.AsArray())!;
        Assert.Equal(("iam:DeleteUser", "arn:aws:iam::111122223333:user/ann", "EXPLICIT_DENY"), (Text(evaluation["action"]), Text(evaluation["resource"]), Text(evaluation["evaluatedEffect"])));
        Assert.Equal("127.0.0.1", Text(details["requestContext"]!["aws:SourceIp"]));
        Assert.Equal("red", Text(evaluation["context"]!["aws:ResourceTag/Team"]));
        Assert.Null(details["requestContext"]!["aws:ResourceTag/Team"]);
        var policy = Assert.Single(details["policies"]!.AsArray(), static one => one!["inline"]!.GetValue<bool>() && one["type"]!.GetValue<string>() == "IDENTITY_BASED_POLICY")!;
        Assert.Equal("arn:aws:iam::111122223333:user/ann", Text(policy["attachedTo"]![0]!["arn"]));
        var matched = Assert.Single(evaluation["matchedPolicies"]!.AsArray())!;
        Assert.Equal(Text(policy["uri"]), Text(matched["uri"]));
        Assert.Equal(["Users ALLOW", "NoDeletion DENY"], matched["matchedStatements"]!.AsArray().Select(static one => $"{one!["sid"]} {one["evaluatedEffect"]}"));
        Assert.DoesNotContain(details["policies"]!.AsArray(), static one => one!["document"] is not null);

        var document = await calls.SendAsync(Details($"{id}/policy?policyUri={Uri.EscapeDataString(Text(policy["uri"])!)}"), calls.KeysOf("admin"));
        Assert.Equal((200, "NoDeletion"), (document.Status, Text(JsonNode.Parse(document.Body)!["policy"]!["Statement"]![1]!["Sid"])));
    }

    [Fact]
    public async Task Of_what_nothing_allows_lists_policies_that_did_not_match()
    {
        using var calls = await StartAsync(Troubleshooting.OfIam);
        var id = IdIn((await calls.SendAsync(GetUser, calls.KeysOf("ann"))).Body);
        var details = JsonNode.Parse((await calls.SendAsync(Details(id), calls.KeysOf("admin"))).Body)!;

        Assert.Equal("IMPLICIT_DENY", Text(details["evaluations"]![0]!["evaluatedEffect"]));
        Assert.Empty(details["evaluations"]![0]!["matchedPolicies"]!.AsArray());
        Assert.NotEmpty(details["policies"]!.AsArray());
    }

    [Fact]
    public async Task Is_told_to_who_has_the_permission_in_the_account_alone()
    {
        using var calls = await StartAsync(Troubleshooting.OfIam);
        var id = IdIn((await calls.SendAsync(GetUser, calls.KeysOf("ann"))).Body);

        Assert.Equal((403, "AccessDeniedException"), await StatusAsync(calls, id, calls.KeysOf("ann")));
        Assert.Equal((404, "ResourceNotFoundException"), await StatusAsync(calls, id, calls.KeysOf("admin", "444455556666")));
        Assert.Equal((200, null), await StatusAsync(calls, id, calls.KeysOf("admin")));
    }

    [Theory]
    [InlineData("0000000000000000000000000", 404, "ResourceNotFoundException")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzz", 404, "ResourceNotFoundException")]
    [InlineData("abc", 404, "ResourceNotFoundException")]
    [InlineData("ABC", 400, "ValidationException")]
    [InlineData("a-b", 400, "ValidationException")]
    public async Task Is_nothing_where_nobody_was_refused(string id, int status, string type)
    {
        using var calls = await StartAsync(Troubleshooting.None);
        Assert.Equal((status, type), await StatusAsync(calls, id, calls.KeysOf("admin")));
    }

    private static WireCall GetUser => WireCall.Of("iam", "Action=GetUser&Version=2010-05-08&UserName=admin");

    private static WireCall DeleteUser => WireCall.Of("iam", "Action=DeleteUser&Version=2010-05-08&UserName=ann");

    private static WireCall AssumeStaff => WireCall.Of("sts", "Action=AssumeRole&Version=2011-06-15&RoleArn=arn:aws:iam::111122223333:role/Staff&RoleSessionName=test");

    private static WireCall Details(string id) => new("iam", "GET", $"/authorization-details/{id}", "");

    private static string? Text(JsonNode? node) => node?.GetValue<string>();

    private static string IdIn(string body)
    {
        var match = Sentence().Match(body);
        Assert.True(match.Success, body);
        return match.Groups["id"].Value;
    }

    private static async Task<(int, string?)> StatusAsync(SignedCalls calls, string id, AwsCredentials credentials)
    {
        var answer = await calls.SendAsync(Details(id), credentials);
        return (answer.Status, answer.ErrorType);
    }

    private async Task<SignedCalls> StartAsync(Troubleshooting told)
    {
        var (template, partner) = (Path.Combine(folder, "template.yaml"), Path.Combine(folder, "partner.yaml"));
        await File.WriteAllTextAsync(template, """
            Resources:
              Ann:
                Type: AWS::IAM::User
                Properties:
                  UserName: ann
                  Tags: [{ Key: Team, Value: red }]
                  Policies:
                  - PolicyName: Users
                    PolicyDocument:
                      Version: "2012-10-17"
                      Statement:
                      - { Sid: Users, Effect: Allow, Action: "iam:DeleteUser", Resource: "arn:aws:iam::111122223333:user/*" }
                      - { Sid: NoDeletion, Effect: Deny, Action: "iam:Delete*", Resource: "*" }
              Key: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Ann } }
              Staff: { Type: AWS::IAM::Role, Properties: { RoleName: Staff, AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }] } } }
            """);
        await File.WriteAllTextAsync(partner, "Resources: { Nothing: { Type: AWS::IAM::User, Properties: { UserName: nobody } } }");
        var options = new EmulatorOptions
        {
            Templates = [new TemplateSource(template, EmulatorOptions.DefaultAccount), new TemplateSource(partner, "444455556666")],
            Port = 0,
            DataFolder = Path.Combine(folder, told.ToString()),
            Troubleshooting = told,
        };
        var emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);
        emulators.Add(emulator);
        return new SignedCalls(emulator);
    }

    [GeneratedRegex(@"is not authorized to perform: [^<]*\. Go to https://us-east-1\.console\.aws\.amazon\.com/iam/home\?region=us-east-1#/authorization-details/(?<id>[0-9a-z]{25}) for complete details, or call the GetRequestAuthorizationDetails API with the following authorization id: \k<id><")]
    private static partial Regex Sentence();
}
