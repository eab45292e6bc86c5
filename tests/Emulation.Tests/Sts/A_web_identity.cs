using System.Text.Json.Nodes;
using System.Xml.Linq;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Emulation.Tests.Gateway.Authorizers;
using Emulation.Tests.Tokens;
using Emulation.Tokens;
using Iam;

namespace Emulation.Tests.Sts;

/// <summary>AssumeRoleWithWebIdentity with an issuer on this machine.</summary>
public sealed class A_web_identity : IAsyncLifetime
{
    private const string Role = "arn:aws:iam::111122223333:role/Deploy";
    private IssuerServer issuer = null!;
    private TestSts desk = null!;

    private string Name => new Uri(issuer.Maker.Issuer).Authority;

    public async ValueTask InitializeAsync()
    {
        issuer = await IssuerServer.StartAsync();
        desk = new TestSts($$"""
            Resources:
              Issuer: { Type: AWS::IAM::OIDCProvider, Properties: { Url: "{{issuer.Maker.Issuer}}", ClientIdList: [client-1, client-2] } }
              Reads: { Type: AWS::IAM::ManagedPolicy, Properties: { ManagedPolicyName: Reads, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "s3:GetObject", Resource: "*" }] } } }
              Pool: { Type: AWS::IAM::OIDCProvider, Properties: { Url: "{{Gate.AwsIssuer}}", ClientIdList: [client-1] } }
              Deploy:
                Type: AWS::IAM::Role
                Properties:
                  RoleName: Deploy
                  Policies: [{ PolicyName: P, PolicyDocument: { Statement: [{ Effect: Allow, Action: "s3:*", Resource: "*" }] } }]
                  AssumeRolePolicyDocument:
                    Statement:
                    - Effect: Allow
                      Principal: { Federated: [!Ref Issuer, !Ref Pool] }
                      Action: [sts:AssumeRoleWithWebIdentity, sts:TagSession, sts:SetSourceIdentity]
                      Condition: { StringLike: { "{{Name}}:sub": "user-*" } }
                    - Effect: Allow
                      Principal: { Federated: !Ref Issuer }
                      Action: sts:AssumeRoleWithWebIdentity
                      Condition: { StringEquals: { "{{Name}}:repository": shop/orders, "{{Name}}:aud": client-2, "{{Name}}:oaud": client-1 } }
                    - Effect: Allow
                      Principal: { Federated: !Ref Pool }
                      Action: sts:AssumeRoleWithWebIdentity
            """);
    }

    public async ValueTask DisposeAsync()
    {
        desk.Dispose();
        await issuer.DisposeAsync();
    }

    [Fact]
    public async Task Becomes_a_session_of_the_role()
    {
        var answer = await AssumeAsync(issuer.Maker.Token(("amr", new JsonArray("mfa", "pwd"))));
        Assert.Equal("user-1", answer.Element("SubjectFromWebIdentityToken")!.Value);
        Assert.Equal("client-1", answer.Element("Audience")!.Value);
        Assert.Equal($"arn:aws:iam::111122223333:oidc-provider/{Name}", answer.Element("Provider")!.Value);
        Assert.Equal("arn:aws:sts::111122223333:assumed-role/Deploy/run-7", answer.Element("AssumedRoleUser")!.Element("Arn")!.Value);
        Assert.Null(answer.Element("PackedPolicySize"));
        var caller = desk.CallerOf(answer)!;
        Assert.Equal([$"{Name}:amr", $"{Name}:aud", $"{Name}:sub"], caller.Session!.Keys.Keys);
        Assert.Equal(["mfa", "pwd"], caller.Session.Keys[$"{Name}:amr"]);
        Assert.Equal($"arn:aws:iam::111122223333:oidc-provider/{Name}", ((AssumedRole)caller.Principal).FederatedProvider);
    }

    [Fact]
    public async Task Is_refused_when_the_trust_policy_means_somebody_else()
    {
        var refusal = await RefusedAsync(issuer.Maker.Token(("sub", "robot-1")));
        Assert.Equal((403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity"), (refusal.StatusCode, refusal.Code, refusal.Message));
        Assert.Equal($"No trust policy allows sts:AssumeRoleWithWebIdentity on {Role} to arn:aws:iam::111122223333:oidc-provider/{Name}.", refusal.Reason);
    }

    [Fact]
    public async Task Is_known_by_what_CI_systems_claim() =>
        Assert.NotNull(await AssumeAsync(issuer.Maker.Token(("sub", "repo:shop/orders:ref:refs/heads/main"), ("azp", "client-2"), ("repository", "shop/orders"))));

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
        Assert.Equal("AccessDenied", (await RefusedAsync(issuer.Maker.Token(("sub", "repo:x"), ("azp", party), ("repository", repository)))).Code);

    [Fact]
    public async Task Of_a_user_pool_here_counts_as_its_provider_on_AWS() =>
        Assert.Equal("arn:aws:iam::111122223333:oidc-provider/cognito-idp.us-east-1.amazonaws.com/us-east-1_Pool00001", (await AssumeAsync(desk.Pool.Token())).Element("Provider")!.Value);

    [Theory]
    [InlineData("""{"https://aws.amazon.com/tags":{"principal_tags":{"Team":["red"],"Stage":["test"]},"transitive_tag_keys":["Team"]},"https://aws.amazon.com/source_identity":"ann"}""")]
    [InlineData("""{"https://aws.amazon.com/tags/principal_tags/Team":"red","https://aws.amazon.com/tags/principal_tags/Stage":"test","https://aws.amazon.com/tags/transitive_tag_keys":["Team"],"https://aws.amazon.com/source_identity":"ann"}""")]
    public async Task Brings_session_tags_and_a_source_identity(string claims)
    {
        var answer = await AssumeAsync(With(claims));
        Assert.Equal("ann", answer.Element("SourceIdentity")!.Value);
        Assert.NotNull(answer.Element("PackedPolicySize"));
        var caller = desk.CallerOf(answer)!;
        Assert.Equal(("red", "test"), (caller.Principal.Tags["Team"], caller.Principal.Tags["stage"]));
        Assert.Equal(["Team"], caller.Session!.TransitiveTagKeys);
        Assert.Equal("ann", ((AssumedRole)caller.Principal).SourceIdentity);
    }

    [Fact]
    public async Task May_not_bring_tags_to_a_role_that_lets_nobody_tag() =>
        Assert.Equal("AccessDenied", (await RefusedAsync(desk.Pool.Token(("https://aws.amazon.com/tags", JsonNode.Parse("""{"principal_tags":{"Team":["red"]}}"""))))).Code);

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
        Assert.Equal("AccessDenied", (await RefusedAsync(desk.Pool.Token(("https://aws.amazon.com/source_identity", "ann")))).Code);

    [Theory]
    [InlineData("Policy", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}""")]
    [InlineData("PolicyArns.member.1.arn", "arn:aws:iam::111122223333:policy/Reads")]
    public async Task Is_narrowed_by_a_session_policy(string parameter, string value)
    {
        var narrowed = desk.CallerOf(await AssumeAsync(issuer.Maker.Token(), (parameter, value)))!;
        Assert.Equal((Verdict.Allow, Verdict.ImplicitDeny), (TestSts.May(narrowed, "s3:GetObject", "arn:aws:s3:::b/k"), TestSts.May(narrowed, "s3:PutObject", "arn:aws:s3:::b/k")));
        Assert.Equal(Verdict.Allow, TestSts.May(desk.CallerOf(await AssumeAsync(issuer.Maker.Token()))!, "s3:PutObject", "arn:aws:s3:::b/k"));
    }

    [Fact]
    public async Task Gives_its_keys_to_every_request_of_the_session()
    {
        var caller = desk.CallerOf(await AssumeAsync(issuer.Maker.Token(("email", "ann@example.com"))))!;
        Assert.Equal([$"{Name}:aud", $"{Name}:sub"], caller.Session!.Keys.Keys);
    }

    [Fact]
    public async Task Lasts_as_long_as_the_role_says_at_most()
    {
        Assert.NotNull(await AssumeAsync(issuer.Maker.Token(), ("DurationSeconds", "3600")));
        Assert.Equal("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", (await RefusedAsync(issuer.Maker.Token(), ("DurationSeconds", "3601"))).Message);
    }

    [Fact]
    public async Task That_is_not_valid_yet_is_refused() =>
        Assert.Equal("InvalidIdentityToken", (await RefusedAsync(issuer.Maker.Token(("nbf", TokenMaker.Now.ToUnixTimeSeconds() + 3000)))).Code);

    [Fact]
    public async Task Of_a_user_pool_is_refused_in_an_account_that_does_not_know_the_pool() =>
        Assert.StartsWith(
            "No OpenIDConnect provider found in your account for",
            (await desk.RefusedAsync("AssumeRoleWithWebIdentity", null, ("RoleArn", "arn:aws:iam::444455556666:role/Deploy"), ("RoleSessionName", "run-7"), ("WebIdentityToken", desk.Pool.Token()))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Without_a_key_id_is_of_the_issuers_only_key()
    {
        var token = issuer.Maker.Sign(issuer.Maker.Claims(), keyId: null);
        Assert.NotNull(await AssumeAsync(token));
        Assert.Equal("Token signature invalid", (await RefusedAsync(token[..^8] + "AAAAAAAA")).Message);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task Without_a_key_id_is_refused_unless_there_is_one_key(int named, bool isRefused)
    {
        using var other = new TokenMaker("http://127.0.0.1:1/second", "key-2");
        JsonObject[] keys = [KeyOf(issuer.Maker), KeyOf(other)];
        foreach (var unnamed in keys.Skip(named))
        {
            unnamed.Remove("kid");
        }

        issuer.Keys = http => Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(http.Response, new JsonObject { ["keys"] = new JsonArray([.. keys]) }.ToJsonString());
        var token = issuer.Maker.Sign(issuer.Maker.Claims(), keyId: null);
        if (isRefused)
        {
            Assert.Contains("has not exactly one key to choose", (await RefusedAsync(token)).Reason, StringComparison.Ordinal);
        }
        else
        {
            Assert.NotNull(await AssumeAsync(token));
        }
    }

    [Fact]
    public async Task By_a_key_with_operations_is_refused()
    {
        var key = KeyOf(issuer.Maker);
        key["key_ops"] = new JsonArray("verify");
        issuer.Keys = http => Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(http.Response, new JsonObject { ["keys"] = new JsonArray(key) }.ToJsonString());
        Assert.Contains("key_ops", (await RefusedAsync(issuer.Maker.Token())).Reason, StringComparison.Ordinal);
    }

    private static JsonObject KeyOf(TokenMaker maker) => (JsonObject)maker.KeySet()["keys"]![0]!.DeepClone();

    [Fact]
    public async Task Of_an_unknown_issuer_is_refused()
    {
        using var other = new TokenMaker("http://127.0.0.1:1/other");
        await RefusedWithAsync(other.Token(), "InvalidIdentityToken", "No OpenIDConnect provider found in your account for http://127.0.0.1:1/other");
    }

    [Fact]
    public async Task Is_refused_in_an_account_that_does_not_know_the_issuer()
    {
        var refusal = await desk.RefusedAsync("AssumeRoleWithWebIdentity", null, ("RoleArn", "arn:aws:iam::444455556666:role/Deploy"), ("RoleSessionName", "run-7"), ("WebIdentityToken", issuer.Maker.Token()));
        Assert.Equal($"No OpenIDConnect provider found in your account for {issuer.Maker.Issuer}", refusal.Message);
    }

    [Fact]
    public Task For_another_audience_is_refused() => RefusedWithAsync(issuer.Maker.Token(("aud", "client-9")), "InvalidIdentityToken", "Incorrect token audience");

    [Fact]
    public Task For_another_party_is_refused_though_its_audience_is_known() => RefusedWithAsync(issuer.Maker.Token(("azp", "client-9")), "InvalidIdentityToken", "Incorrect token audience");

    [Fact]
    public async Task That_has_expired_is_refused_five_minutes_later()
    {
        var token = issuer.Maker.Token();
        desk.Time.Advance(TimeSpan.FromSeconds(3899));
        Assert.NotNull(await AssumeAsync(token));
        desk.Time.Advance(TimeSpan.FromSeconds(1));
        var seconds = TokenMaker.Now.ToUnixTimeSeconds() + 3600;
        await RefusedWithAsync(token, "ExpiredTokenException", $"Token expired: current date/time {seconds + 300} must be before the expiration date/time {seconds}");
    }

    [Theory]
    [InlineData("iat", 300, true)]
    [InlineData("iat", 301, false)]
    [InlineData("nbf", 300, true)]
    [InlineData("nbf", 301, false)]
    public async Task Of_a_clock_that_runs_ahead_is_taken_for_five_minutes(string claim, int ahead, bool isTaken)
    {
        foreach (JsonNode at in (JsonNode[])[TokenMaker.Now.ToUnixTimeSeconds() + ahead, $"{TokenMaker.Now.ToUnixTimeSeconds() + ahead}"])
        {
            var token = issuer.Maker.Token((claim, at));
            if (isTaken)
            {
                Assert.NotNull(await AssumeAsync(token));
            }
            else
            {
                Assert.Equal("InvalidIdentityToken", (await RefusedAsync(token)).Code);
            }
        }
    }

    [Theory]
    [InlineData("iat")]
    [InlineData("nbf")]
    [InlineData("exp")]
    public async Task With_a_time_that_is_no_whole_second_is_refused(string claim)
    {
        foreach (JsonNode? at in (JsonNode?[])[TokenMaker.Now.ToUnixTimeSeconds() + 0.5, "soon", null, -1])
        {
            Assert.Equal("InvalidIdentityToken", (await RefusedAsync(issuer.Maker.Token((claim, at)))).Code);
        }
    }

    [Fact]
    public async Task For_several_audiences_must_say_for_which()
    {
        await RefusedWithAsync(issuer.Maker.Token(("aud", new JsonArray("client-1", "client-2"))), "InvalidIdentityToken", "Token audience contains more than one audience while authorized party is not present");
        Assert.Equal("client-2", (await AssumeAsync(issuer.Maker.Token(("aud", new JsonArray("client-1", "client-9")), ("azp", "client-2")))).Element("Audience")!.Value);
        Assert.Equal("client-1", (await AssumeAsync(issuer.Maker.Token(("aud", new JsonArray("client-1"))))).Element("Audience")!.Value);
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
        var token = issuer.Maker.Token(("https://aws.amazon.com/roles", JsonNode.Parse(claim)));
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
              Issuer: { Type: AWS::IAM::OIDCProvider, Properties: { Url: "{{issuer.Maker.Issuer}}", ClientIdList: [client-1] } }
              Deploy:
                Type: AWS::IAM::Role
                Properties:
                  RoleName: Deploy
                  AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Federated: !Ref Issuer }, Action: sts:AssumeRoleWithWebIdentity, Condition: { Bool: { "sts:RoleAuthorizedByIdp": "{{wanted}}" } } }] }
            """);
        var (offering, silent) = (issuer.Maker.Token(("https://aws.amazon.com/roles", new JsonArray(Role))), issuer.Maker.Token(("sts:RoleAuthorizedByIdp", wanted)));
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
                  Issuer: { Type: AWS::IAM::OIDCProvider, Properties: { Url: "{{issuer.Maker.Issuer}}", ClientIdList: [client-1] } }
                  Deploy:
                    Type: AWS::IAM::Role
                    Properties:
                      RoleName: Deploy
                      AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Federated: !Ref Issuer }, Action: sts:AssumeRoleWithWebIdentity, Condition: { StringEquals: { "{{key}}": "{{value.Replace("PROVIDER", $"arn:aws:iam::111122223333:oidc-provider/{Name}", StringComparison.Ordinal)}}" }, "Null": { "aws:PrincipalArn": "true" } } }] }
                """);
            var call = Parameters(issuer.Maker.Token(), []);
            Assert.Equal(isOpened, isOpened ? await asking.CallAsync("AssumeRoleWithWebIdentity", null, call) is not null : (await asking.RefusedAsync("AssumeRoleWithWebIdentity", null, call)).Code != "AccessDenied");
        }
    }

    [Fact]
    public async Task Is_let_in_as_a_federated_principal_only()
    {
        using var open = new TestSts($$"""
            Resources:
              Issuer: { Type: AWS::IAM::OIDCProvider, Properties: { Url: "{{issuer.Maker.Issuer}}", ClientIdList: [client-1] } }
              Deploy: { Type: AWS::IAM::Role, Properties: { RoleName: Deploy, AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { AWS: "*" }, Action: sts:AssumeRoleWithWebIdentity }] } } }
            """);
        Assert.Equal("AccessDenied", (await open.RefusedAsync("AssumeRoleWithWebIdentity", null, Parameters(issuer.Maker.Token(), []))).Code);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("PS256")]
    public Task By_another_algorithm_is_refused(string algorithm) => RefusedWithAsync(issuer.Maker.Sign(issuer.Maker.Claims(), algorithm), "InvalidIdentityToken", "Token signature invalid");

    [Fact]
    public async Task Signed_by_somebody_else_is_refused()
    {
        using var other = new TokenMaker("http://127.0.0.1:1/thief");
        await RefusedWithAsync(other.Sign(issuer.Maker.Claims()), "InvalidIdentityToken", "Token signature invalid");
    }

    [Fact]
    public async Task Whose_issuer_does_not_answer_is_refused()
    {
        issuer.Discovery = static http => Task.FromResult(http.Response.StatusCode = 503);
        await RefusedWithAsync(issuer.Maker.Token(), "InvalidIdentityToken", "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements");
    }

    [Theory]
    [InlineData("sub")]
    [InlineData("iat")]
    public Task Without_a_claim_that_every_token_has_is_refused(string claim) => RefusedWithAsync(issuer.Maker.Without(claim), "InvalidIdentityToken", $"Missing a required claim: {claim}");

    [Fact]
    public Task That_is_no_token_is_refused() => RefusedWithAsync("opaque-access-token", "InvalidIdentityToken", "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)");

    [Fact]
    public async Task Of_an_OAuth_provider_is_refused_with_a_way_out()
    {
        var refusal = await RefusedAsync(issuer.Maker.Token(), ("ProviderId", "www.amazon.com"));
        Assert.Contains("Leave ProviderId out", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Never_shows_in_an_error()
    {
        var refusal = await RefusedAsync("abc");
        Assert.DoesNotContain("abc", refusal.Message, StringComparison.Ordinal);
    }

    private Task<XElement> AssumeAsync(string token, params (string, string)[] more) => desk.CallAsync("AssumeRoleWithWebIdentity", null, Parameters(token, more));

    private Task<QueryError> RefusedAsync(string token, params (string, string)[] more) => desk.RefusedAsync("AssumeRoleWithWebIdentity", null, Parameters(token, more));

    private async Task RefusedWithAsync(string token, string code, string message)
    {
        var refusal = await RefusedAsync(token);
        Assert.Equal((400, code, message), (refusal.StatusCode, refusal.Code, refusal.Message));
    }

    private static (string, string)[] Parameters(string token, (string, string)[] more) => [("RoleArn", Role), ("RoleSessionName", "run-7"), ("WebIdentityToken", token), .. more];

    private string With(string claims) => issuer.Maker.Token([.. JsonNode.Parse(claims)!.AsObject().Select(static claim => (claim.Key, claim.Value?.DeepClone()))]);
}
