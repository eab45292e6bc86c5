using Emulation.Access;
using Emulation.Tests.Gateway.Authorizers;
using Iam;
using Sam;

namespace Emulation.Tests.Access;

/// <summary>
/// Whatever a resource policy and an authorizer's function say, the matrix is never stricter than the gateway, and <c>localaws explain</c> decides as the gateway does.
/// Policies are drawn from the elements that rules combine; a seed finds a failure again.
/// </summary>
public sealed class Random_policies_of_a_route : IDisposable
{
    private const string Reader = "arn:aws:iam::111122223333:role/Reader";
    private const string Apis = "arn:aws:execute-api:us-east-1:111122223333:";
    private static readonly string[] Principals = ["\"*\"", "{\"AWS\":\"*\"}", "{\"AWS\":\"arn:aws:iam::111122223333:root\"}", $"{{\"AWS\":\"{Reader}\"}}"];
    private static readonly string[] Actions = ["execute-api:Invoke", "execute-api:*", "*", "execute-api:InvalidateCache"];
    private static readonly string[] Resources = ["*", $"{Apis}*", $"{Apis}*/GET/admin", $"{Apis}*/GET/orders"];

    private static readonly string[] Conditions =
    [
        "{}", "{}", "{}",
        """{"IpAddress":{"aws:SourceIp":"127.0.0.0/8"}}""",
        """{"NotIpAddress":{"aws:SourceIp":"127.0.0.0/8"}}""",
        """{"Null":{"aws:PrincipalArn":"true"}}""",
        """{"StringEquals":{"aws:PrincipalAccount":"111122223333"}}""",
        $$"""{"ArnNotEquals":{"aws:PrincipalArn":"{{Reader}}"} }""",
        $$"""{"ArnEqualsIfExists":{"aws:PrincipalArn":"{{Reader}}"} }""",
        """{"StringNotEquals":{"aws:PrincipalOrgID":"o-1"}}""",
    ];

    private readonly Gate gate = new();
    private string answer = "";

    public Random_policies_of_a_route() => gate.Function = _ => Gate.Answer(answer);

    public void Dispose() => gate.Dispose();

    [Theory]
    [InlineData("NONE")]
    [InlineData("COGNITO_USER_POOLS")]
    [InlineData("JWT")]
    [InlineData("CUSTOM")]
    public async Task Mean_the_same_to_whoever_asks(string kind)
    {
        var authorizer = One_rule_for_a_route.Kinds[kind];
        var holder = kind switch { "NONE" => "anonymous", "CUSTOM" => "callers whom Guard lets in", _ => "users of Customers" };
        var (passed, refused) = (0, 0);
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var resource = random.Next(6) == 0 ? null : Document(random, withPrincipal: true);
            var function = Document(random, withPrincipal: false);
            var shown = $"seed {seed}: {resource} and {function}";
            gate.ResourcePolicy = resource is null ? null : Policy.Parse(resource, PolicyKind.Resource, new PolicyOrigin("drawn")).Policy!;
            answer = $$"""{"principalId":"partner-1","policyDocument":{{function}}}""";
            var api = gate.Rest(authorizer);
            var stacks = One_rule_for_a_route.With((RestApi)api.Api);

            var cell = AccessMatrix.Of(stacks).Cells.Single(one => one.Principal.Name == holder && one.Route.Route.Path == "/admin");
            var question = RouteQuestion.Of(stacks, holder, "GET", "/admin", null, new Dictionary<string, string>()).Subject!;
            var live = await gate.RestAsync(authorizer, gate.Pool.Token(), path: "/admin");
            var passes = live.Refusal is null;

            Assert.True(!passes || cell.Verdict != SymbolicVerdict.Deny, $"{shown}: the matrix denies what passes.");
            Assert.True(passes || kind == "CUSTOM" || cell.Verdict != SymbolicVerdict.Allow, $"{shown}: the matrix allows what is refused.");
            Assert.True(!passes || question.Decide().Verdict == Verdict.Allow, $"{shown}: explain refuses what passes.");
            Assert.True(kind == "CUSTOM" || question.Decide() == live.Subject!.Decide(), $"{shown}: explain decides otherwise.");
            Assert.Equal((passes, live.Subject!.Decide()), (live.Subject.Decide().Verdict == Verdict.Allow, live.Subject.Explain().Decision));
            _ = passes ? passed++ : refused++;
        }

        Assert.True(passed > 20 && refused > 20, $"{passed} passed and {refused} did not: too few of one to say anything.");
    }

    private static string Document(Random random, bool withPrincipal) =>
        $$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Statement(random, withPrincipal)))}}]}""";

    private static string Statement(Random random, bool withPrincipal)
    {
        string Any(string[] words) => words[random.Next(words.Length)];
        var effect = random.Next(3) == 0 ? "Deny" : "Allow";
        var principal = withPrincipal ? $"\"Principal\":{Any(Principals)}," : "";
        return $$"""{"Effect":"{{effect}}",{{principal}}"Action":"{{Any(Actions)}}","Resource":"{{Any(Resources)}}","Condition":{{Any(Conditions)}} }""";
    }
}
