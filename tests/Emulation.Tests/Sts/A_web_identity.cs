using System.Text.Json.Nodes;
using Emulation.Principals;
using Emulation.Tests.Gateway.Authorizers;
using Emulation.Tokens;
using Iam;

namespace Emulation.Tests.Sts;

/// <summary>AssumeRoleWithWebIdentity: what a token that holds becomes, and whom trust policies mean by it.</summary>
public sealed class A_web_identity : WithAnIssuer
{
    [Fact]
    public async Task Becomes_a_session_of_the_role()
    {
        var answer = await AssumeAsync(Issuer.Maker.Token(("amr", new JsonArray("mfa", "pwd"))));
        Assert.Equal("user-1", answer.Element("SubjectFromWebIdentityToken")!.Value);
        Assert.Equal("client-1", answer.Element("Audience")!.Value);
        Assert.Equal($"arn:aws:iam::111122223333:oidc-provider/{Name}", answer.Element("Provider")!.Value);
        Assert.Equal("arn:aws:sts::111122223333:assumed-role/Deploy/run-7", answer.Element("AssumedRoleUser")!.Element("Arn")!.Value);
        Assert.Null(answer.Element("PackedPolicySize"));
        var caller = Sts.CallerOf(answer)!;
        Assert.Equal([$"{Name}:amr", $"{Name}:aud", $"{Name}:sub"], caller.Session!.Keys.Keys);
        Assert.Equal(["mfa", "pwd"], caller.Session.Keys[$"{Name}:amr"]);
        Assert.Equal($"arn:aws:iam::111122223333:oidc-provider/{Name}", ((AssumedRole)caller.Principal).FederatedProvider);
    }

    [Fact]
    public async Task Is_refused_when_the_trust_policy_means_somebody_else()
    {
        var refusal = await RefusedAsync(Issuer.Maker.Token(("sub", "robot-1")));
        Assert.Equal((403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity"), (refusal.StatusCode, refusal.Code, refusal.Message));
        Assert.Equal($"No trust policy allows sts:AssumeRoleWithWebIdentity on {Role} to arn:aws:iam::111122223333:oidc-provider/{Name}.", refusal.Reason);
    }

    [Fact]
    public async Task Is_known_by_what_CI_systems_claim() =>
        Assert.NotNull(await AssumeAsync(Issuer.Maker.Token(("sub", "repo:shop/orders:ref:refs/heads/main"), ("azp", "client-2"), ("repository", "shop/orders"))));

    [Theory]
    [InlineData("https://token.actions.githubusercontent.com", true)]
    [InlineData("https://idp.corp.example", false)]
    public void Is_known_by_GitHubs_claims_to_GitHub_alone(string url, bool isKnown)
    {
        using var maker = new TokenMaker(url);
        var claims = ReceivedToken.Parse(maker.Token(("repository", "shop/orders")), out _, 20_000)!.Claims;
        var provider = new KnownOidcProvider(AccountId.Parse("111122223333"), url, ["client-1"]);
        Assert.Equal(isKnown, Emulation.Sts.WebIdentities.ProviderClaims.Of(provider, claims).Any(static claim => claim.Key == "repository"));
    }

    [Theory]
    [InlineData("shop/billing", "client-2")]
    [InlineData("shop/orders", "client-1")]
    public async Task Is_refused_when_it_claims_something_else(string repository, string party) =>
        Assert.Equal("AccessDenied", (await RefusedAsync(Issuer.Maker.Token(("sub", "repo:x"), ("azp", party), ("repository", repository)))).Code);

    [Fact]
    public async Task Of_a_user_pool_here_counts_as_its_provider_on_AWS() =>
        Assert.Equal("arn:aws:iam::111122223333:oidc-provider/cognito-idp.us-east-1.amazonaws.com/us-east-1_Pool00001", (await AssumeAsync(Sts.Pool.Token())).Element("Provider")!.Value);

    [Theory]
    [InlineData("""{"https://aws.amazon.com/tags":{"principal_tags":{"Team":["red"],"Stage":["test"]},"transitive_tag_keys":["Team"]},"https://aws.amazon.com/source_identity":"ann"}""")]
    [InlineData("""{"https://aws.amazon.com/tags/principal_tags/Team":"red","https://aws.amazon.com/tags/principal_tags/Stage":"test","https://aws.amazon.com/tags/transitive_tag_keys":["Team"],"https://aws.amazon.com/source_identity":"ann"}""")]
    public async Task Brings_session_tags_and_a_source_identity(string claims)
    {
        var answer = await AssumeAsync(With(claims));
        Assert.Equal("ann", answer.Element("SourceIdentity")!.Value);
        Assert.NotNull(answer.Element("PackedPolicySize"));
        var caller = Sts.CallerOf(answer)!;
        Assert.Equal(("red", "test"), (caller.Principal.Tags["Team"], caller.Principal.Tags["stage"]));
        Assert.Equal(["Team"], caller.Session!.TransitiveTagKeys);
        Assert.Equal("ann", ((AssumedRole)caller.Principal).SourceIdentity);
    }

    [Fact]
    public async Task May_not_bring_tags_to_a_role_that_lets_nobody_tag() =>
        Assert.Equal("AccessDenied", (await RefusedAsync(Sts.Pool.Token(("https://aws.amazon.com/tags", JsonNode.Parse("""{"principal_tags":{"Team":["red"]}}"""))))).Code);

    [Theory]
    [InlineData("""{"https://aws.amazon.com/tags":{"principal_tags":{"Team":["red","blue"]}}}""")]
    [InlineData("""{"https://aws.amazon.com/tags":{"principal_tags":{"Team":["red"],"team":["red"]}}}""")]
    [InlineData("""{"https://aws.amazon.com/tags":{"principal_tags":{"aws:Team":["red"]}}}""")]
    [InlineData("""{"https://aws.amazon.com/tags":{"transitive_tag_keys":["Team"]}}""")]
    [InlineData("""{"https://aws.amazon.com/tags":"red"}""")]
    [InlineData("""{"https://aws.amazon.com/source_identity":"aws:ann"}""")]
    [InlineData("""{"https://aws.amazon.com/source_identity":7}""")]
    public async Task Is_refused_with_tags_that_are_none(string claims) => Assert.Equal("InvalidIdentityToken", (await RefusedAsync(With(claims))).Code);

    [Fact]
    public async Task May_not_bring_a_source_identity_to_a_role_that_takes_none() =>
        Assert.Equal("AccessDenied", (await RefusedAsync(Sts.Pool.Token(("https://aws.amazon.com/source_identity", "ann")))).Code);

    [Theory]
    [InlineData("Policy", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}""")]
    [InlineData("PolicyArns.member.1.arn", "arn:aws:iam::111122223333:policy/Reads")]
    public async Task Is_narrowed_by_a_session_policy(string parameter, string value)
    {
        var narrowed = Sts.CallerOf(await AssumeAsync(Issuer.Maker.Token(), (parameter, value)))!;
        Assert.Equal((Verdict.Allow, Verdict.ImplicitDeny), (TestSts.May(narrowed, "s3:GetObject", "arn:aws:s3:::b/k"), TestSts.May(narrowed, "s3:PutObject", "arn:aws:s3:::b/k")));
        Assert.Equal(Verdict.Allow, TestSts.May(Sts.CallerOf(await AssumeAsync(Issuer.Maker.Token()))!, "s3:PutObject", "arn:aws:s3:::b/k"));
    }

    [Fact]
    public async Task Gives_its_keys_to_every_request_of_the_session()
    {
        var caller = Sts.CallerOf(await AssumeAsync(Issuer.Maker.Token(("email", "ann@example.com"))))!;
        Assert.Equal([$"{Name}:aud", $"{Name}:sub"], caller.Session!.Keys.Keys);
    }

    [Fact]
    public async Task Lasts_as_long_as_the_role_says_at_most()
    {
        Assert.NotNull(await AssumeAsync(Issuer.Maker.Token(), ("DurationSeconds", "3600")));
        Assert.Equal("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", (await RefusedAsync(Issuer.Maker.Token(), ("DurationSeconds", "3601"))).Message);
    }

    [Theory]
    [InlineData($"[\"{Role}\"]", null)]
    [InlineData($"[\"nonsense\",7,\" {Role} \"]", null)]
    [InlineData($"\"arn:aws:iam::111122223333:role/Other; {Role}\"", null)]
    [InlineData("null", null)]
    [InlineData("[\"arn:aws:iam::111122223333:role/Other\"]", "The target role ARN is not present in the roles claim of the identity token")]
    [InlineData("[\"arn:aws:iam::111122223333:role/deploy\"]", "The target role ARN is not present in the roles claim of the identity token")]
    [InlineData("[\"arn:aws:iam::111122223333:role/*\"]", "The roles claim contains no valid role ARNs")]
    [InlineData("[]", "The roles claim contains no valid role ARNs")]
    [InlineData("\"\"", "The roles claim contains no valid role ARNs")]
    [InlineData("{}", "The roles claim is not in a supported format")]
    public async Task Opens_only_roles_that_it_offers_if_it_says_so(string claim, string? message)
    {
        var token = Issuer.Maker.Token(("https://aws.amazon.com/roles", JsonNode.Parse(claim)));
        if (message is null)
        {
            Assert.NotNull(await AssumeAsync(token));
        }
        else
        {
            await RefusedWithAsync(token, "InvalidIdentityToken", message);
        }
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task Tells_the_trust_policy_whether_it_offers_the_role(string wanted, bool isOffered)
    {
        using var asking = new TestSts($$"""
            Resources:
              Issuer: { Type: AWS::IAM::OIDCProvider, Properties: { Url: "{{Issuer.Maker.Issuer}}", ClientIdList: [client-1] } }
              Deploy:
                Type: AWS::IAM::Role
                Properties:
                  RoleName: Deploy
                  AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Federated: !Ref Issuer }, Action: sts:AssumeRoleWithWebIdentity, Condition: { Bool: { "sts:RoleAuthorizedByIdp": "{{wanted}}" } } }] }
            """);
        var (offering, silent) = (Issuer.Maker.Token(("https://aws.amazon.com/roles", new JsonArray(Role))), Issuer.Maker.Token(("sts:RoleAuthorizedByIdp", wanted)));
        Assert.NotNull(await asking.CallAsync("AssumeRoleWithWebIdentity", null, Parameters(isOffered ? offering : silent, [])));
        Assert.Equal("AccessDenied", (await asking.RefusedAsync("AssumeRoleWithWebIdentity", null, Parameters(isOffered ? silent : offering, []))).Code);
    }

    [Theory]
    [InlineData("aws:PrincipalAccount", "111122223333", "anonymous")]
    [InlineData("aws:PrincipalType", "User", "WebIdentity")]
    [InlineData("aws:userid", "PROVIDER", "user-1")]
    public async Task Is_known_by_its_provider(string key, string right, string wrong)
    {
        foreach (var (value, isOpened) in ((string, bool)[])[(right, true), (wrong, false)])
        {
            using var asking = new TestSts($$"""
                Resources:
                  Issuer: { Type: AWS::IAM::OIDCProvider, Properties: { Url: "{{Issuer.Maker.Issuer}}", ClientIdList: [client-1] } }
                  Deploy:
                    Type: AWS::IAM::Role
                    Properties:
                      RoleName: Deploy
                      AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Federated: !Ref Issuer }, Action: sts:AssumeRoleWithWebIdentity, Condition: { StringEquals: { "{{key}}": "{{value.Replace("PROVIDER", $"arn:aws:iam::111122223333:oidc-provider/{Name}", StringComparison.Ordinal)}}" }, "Null": { "aws:PrincipalArn": "true" } } }] }
                """);
            var call = Parameters(Issuer.Maker.Token(), []);
            Assert.Equal(isOpened, isOpened ? await asking.CallAsync("AssumeRoleWithWebIdentity", null, call) is not null : (await asking.RefusedAsync("AssumeRoleWithWebIdentity", null, call)).Code != "AccessDenied");
        }
    }

    [Fact]
    public async Task Is_let_in_as_a_federated_principal_only()
    {
        using var open = new TestSts($$"""
            Resources:
              Issuer: { Type: AWS::IAM::OIDCProvider, Properties: { Url: "{{Issuer.Maker.Issuer}}", ClientIdList: [client-1] } }
              Deploy: { Type: AWS::IAM::Role, Properties: { RoleName: Deploy, AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { AWS: "*" }, Action: sts:AssumeRoleWithWebIdentity }] } } }
            """);
        Assert.Equal("AccessDenied", (await open.RefusedAsync("AssumeRoleWithWebIdentity", null, Parameters(Issuer.Maker.Token(), []))).Code);
    }
}
