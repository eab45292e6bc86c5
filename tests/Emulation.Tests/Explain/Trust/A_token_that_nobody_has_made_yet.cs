using System.Text;
using System.Text.Json.Nodes;
using Emulation.Explain.Trust;
using Emulation.Tests.Gateway.Authorizers;
using Emulation.Tests.Sts;
using Emulation.Tests.Tokens;

namespace Emulation.Tests.Explain.Trust;

/// <summary>What is explained of a token before there is one is what STS answers to it: claims and trust policies are drawn, and both are asked.</summary>
public sealed class A_token_that_nobody_has_made_yet : IAsyncLifetime
{
    private const int Draws = 400;

    private static readonly string?[] Subjects =
        ["repo:acme/shop:ref:refs/heads/main", "repo:acme/shop:environment:prod", "repo:acme/shop:pull_request", "repo:other/shop:ref:refs/heads/main", "REPO:ACME/SHOP:environment:prod", null];

    private static readonly string[] Audiences = ["\"client-1\"", "\"client-2\"", "\"stranger\"", "[\"client-1\"]", "[\"client-1\",\"client-2\"]"];

    private static readonly string[] Conditions =
    [
        "StringEquals NAME:sub repo:acme/shop:ref:refs/heads/main", "StringLike NAME:sub repo:acme/*", "StringLike NAME:sub repo:*:environment:prod", "StringNotLike NAME:sub *pull_request",
        "StringEqualsIgnoreCase NAME:sub repo:acme/shop:environment:prod", "StringEquals NAME:aud client-1", "StringEquals NAME:repository acme/shop", "StringEquals NAME:repository_owner acme",
        "StringEqualsIfExists NAME:environment prod", "Null NAME:ref true", "StringEquals NAME:job_workflow_ref acme/ci@main", "StringEquals sts:RoleSessionName run-7",
        "StringEquals aws:RequestTag/Team red", "Bool sts:RoleAuthorizedByIdp true", "ForAnyValue:StringEquals NAME:amr mfa",
    ];

    private static readonly string[] Extras =
    [
        "", "\"repository\":\"acme/shop\"", "\"environment\":\"test\"", "\"ref\":\"refs/heads/main\",\"repository_owner\":\"acme\"", "\"job_workflow_ref\":\"acme/ci@main\"",
        "\"azp\":\"client-2\"", "\"azp\":\"client-2\",\"repository\":\"acme/shop\"", "\"https://aws.amazon.com/tags\":{\"principal_tags\":{\"Team\":[\"red\"]}}", "\"amr\":[\"mfa\",\"pwd\"]",
        $"\"https://aws.amazon.com/roles\":[\"{Role}\"]", "\"https://aws.amazon.com/roles\":[\"arn:aws:iam::111122223333:role/Other\"]", "\"https://aws.amazon.com/source_identity\":\"ann\"",
        "\"https://aws.amazon.com/source_identity\":7",
    ];

    private const string Role = "arn:aws:iam::111122223333:role/Deploy";
    private IssuerServer issuer = null!;

    private string Name => new Uri(issuer.Maker.Issuer).Authority;

    public async ValueTask InitializeAsync() => issuer = await IssuerServer.StartAsync();

    public async ValueTask DisposeAsync() => await issuer.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Is_answered_as_STS_answers_it(int seed)
    {
        var random = new Random(seed);
        var allowed = 0;
        for (var draw = 0; draw < Draws / 10; draw++)
        {
            var template = Template(random);
            using var sts = new TestSts(template);
            using var question = new TrustQuestion(Given.Stacks(template), "Deploy", "run-7");
            for (var token = 0; token < 10; token++)
            {
                var claims = Claims(random);
                var asked = ClaimsFile.Read(Encoding.UTF8.GetBytes(claims.ToJsonString()), "drawn", TokenMaker.Now);
                var verdict = question.Decide(asked.Claims, TokenMaker.Now);
                (string, string)[] call = [("RoleArn", Role), ("RoleSessionName", "run-7"), ("WebIdentityToken", issuer.Maker.Token(Changes(claims)))];
                var shown = $"{template}\n{claims}";
                if (verdict.IsAllowed)
                {
                    allowed++;
                    Assert.NotNull(await sts.CallAsync("AssumeRoleWithWebIdentity", null, call));
                }
                else
                {
                    var refusal = await sts.RefusedAsync("AssumeRoleWithWebIdentity", null, call);
                    Assert.True((refusal.Type, refusal.Message) == (verdict.Refusals[0].Type, verdict.Refusals[0].Message), $"{refusal} here, {verdict.Refusals[0]} explained:\n{shown}");
                }
            }
        }

        Assert.InRange(allowed, Draws / 40, Draws * 3 / 4);
    }

    private string Template(Random random) => $$"""
        Resources:
          Other: { Type: AWS::IAM::OIDCProvider, Properties: { Url: "https://idp.corp.example", ClientIdList: [client-1] } }
          {{(random.Next(10) == 0 ? "" : $"Issuer: {{ Type: AWS::IAM::OIDCProvider, Properties: {{ Url: \"{issuer.Maker.Issuer}\", ClientIdList: [client-1, client-2] }} }}")}}
          Deploy:
            Type: AWS::IAM::Role
            Properties:
              RoleName: Deploy
              AssumeRolePolicyDocument:
                Statement:
                - {{Statement(random, "Allow")}}
                - {{Statement(random, random.Next(3) == 0 ? "Deny" : "Allow")}}
        """;

    private string Statement(Random random, string effect)
    {
        string[] actions = ["sts:AssumeRoleWithWebIdentity", "sts:*", "[sts:AssumeRoleWithWebIdentity, sts:TagSession]", "[sts:AssumeRoleWithWebIdentity, sts:SetSourceIdentity]"];
        var provider = random.Next(8) == 0 ? "idp.corp.example" : Name;
        var conditions = Enumerable.Range(0, random.Next(3)).Select(_ => Pick(random, Conditions).Replace("NAME", Name, StringComparison.Ordinal).Split(' ', 3)).DistinctBy(static one => one[0]);
        return $"{{ Effect: {effect}, Principal: {{ Federated: \"arn:aws:iam::111122223333:oidc-provider/{provider}\" }}, Action: {Quoted(Pick(random, actions))}, "
            + $"Condition: {{ {string.Join(", ", conditions.Select(static one => $"\"{one[0]}\": {{ \"{one[1]}\": \"{one[2]}\" }}"))} }} }}";
    }

    private static string Quoted(string action) => action.StartsWith('[') ? action : $"\"{action}\"";

    private JsonObject Claims(Random random)
    {
        var subject = Pick(random, Subjects) is { } text ? $",\"sub\":\"{text}\"" : "";
        var extra = Pick(random, Extras) is { Length: > 0 } more ? $",{more}" : "";
        return JsonNode.Parse($"{{\"iss\":\"{issuer.Maker.Issuer}\",\"aud\":{Pick(random, Audiences)}{subject}{extra}}}")!.AsObject();
    }

    /// <summary>The maker's own claims give way, and its subject goes where there is to be none.</summary>
    private static (string, JsonNode?)[] Changes(JsonObject claims) =>
        [.. claims.ContainsKey("sub") ? [] : ((string, JsonNode?)[])[("sub", null)], .. claims.Select(static claim => (claim.Key, claim.Value?.DeepClone()))];

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];
}
