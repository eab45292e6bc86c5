using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using SigV4;

namespace Integration.Sts;

public class Assuming_a_role(StackFixture stack)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Names_the_session()
    {
        using var sts = stack.Aws.StsClient(await stack.Aws.AssumeAsync("StorefrontRole", change: static request => request.RoleSessionName = "shop-7"));
        var identity = await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), Cancellation);
        Assert.Equal($"arn:aws:sts::{stack.Aws.Account}:assumed-role/StorefrontRole/shop-7", identity.Arn);
        Assert.Equal(stack.Aws.Account, identity.Account);
        Assert.Matches(@"\AAROA[A-Z0-9]{17}:shop-7\z", identity.UserId);
    }

    [Theory]
    [InlineData("OrdersServiceRole")]
    [InlineData("BillingServiceRole")]
    [InlineData("OrdersFunctionRole")]
    public Task Is_refused_to_whom_the_role_does_not_trust(string role) => RefusedAsync(
        () => stack.LocalAws.AssumeAsync(role), "AccessDenied", $"User: arn:aws:iam::111122223333:user/admin is not authorized to perform: sts:AssumeRole on resource: {stack.LocalAws.ArnOf(role)}");

    [Fact]
    public async Task Is_what_a_function_does_to_call_the_other_service()
    {
        var session = await stack.LocalAws.AssumeAsync("OrdersServiceRole", by: stack.LocalAws.SessionOf("OrdersFunctionRole"));
        using var sts = stack.LocalAws.StsClient(session);
        Assert.Equal("arn:aws:sts::111122223333:assumed-role/OrdersServiceRole/test", (await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), Cancellation)).Arn);
    }

    [Fact]
    public Task Is_refused_to_the_other_function() => RefusedAsync(
        () => stack.LocalAws.AssumeAsync("OrdersServiceRole", by: stack.LocalAws.SessionOf("BillingFunctionRole")),
        "AccessDenied",
        $"User: arn:aws:sts::111122223333:assumed-role/BillingFunctionRole/test is not authorized to perform: sts:AssumeRole on resource: {stack.LocalAws.ArnOf("OrdersServiceRole")}");

    [Fact]
    public async Task That_does_not_exist_is_refused_like_one_that_does_not_trust()
    {
        using var sts = stack.LocalAws.StsClient(stack.LocalAws.Administrator());
        await RefusedAsync(
            () => sts.AssumeRoleAsync(new AssumeRoleRequest { RoleArn = "arn:aws:iam::111122223333:role/Nobody", RoleSessionName = "test" }, Cancellation),
            "AccessDenied",
            "User: arn:aws:iam::111122223333:user/admin is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role/Nobody");
    }

    [Fact]
    public Task By_chaining_lasts_an_hour_at_most() => RefusedAsync(
        () => stack.LocalAws.AssumeAsync("OrdersServiceRole", by: stack.LocalAws.SessionOf("OrdersFunctionRole"), change: static request => request.DurationSeconds = 3601),
        "ValidationError",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");

    [Fact]
    public Task Lasts_as_long_as_the_role_says_at_most() => RefusedAsync(
        () => stack.LocalAws.AssumeAsync("StorefrontRole", change: static request => request.DurationSeconds = 3601),
        "ValidationError",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");

    [Fact]
    public Task Asks_for_a_session_name_that_AWS_would_take() => RefusedAsync(
        () => stack.LocalAws.AssumeAsync("StorefrontRole", change: static request => request.RoleSessionName = string.Join(':', "Session1", "2")),
        "ValidationError",
        @"1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*");

    [Fact]
    public async Task With_a_session_policy_narrows_it()
    {
        const string Nothing = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"arn:aws:execute-api:*:*:*/prod/GET/nothing"}]}""";
        var narrowed = await stack.Aws.AssumeAsync("AuditorRole", change: static request => request.Policy = Nothing);
        using var client = stack.Aws.Client("BillingApi", narrowed);
        using var response = await client.GetAsync(new Uri("charges", UriKind.Relative), Cancellation);
        Assert.Contains("because no session policy allows the execute-api:Invoke action", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public Task With_a_policy_that_is_none_is_refused() => RefusedAsync(
        () => stack.LocalAws.AssumeAsync("AuditorRole", change: static request => request.Policy = "{}"), "MalformedPolicyDocument", null);

    [Fact]
    public Task With_one_tag_twice_is_refused() => RefusedAsync(
        () => stack.LocalAws.AssumeAsync("AuditorRole", change: static request => request.Tags = [new() { Key = "Team", Value = "a" }, new() { Key = "team", Value = "b" }]),
        "InvalidParameterValue",
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.");

    [Fact]
    public async Task Survives_a_restart()
    {
        stack.InProcessOnly("starts a LocalAws of its own twice");
        var folder = Directory.CreateTempSubdirectory("localaws-restart-");
        AwsCredentials session;
        await using (var before = await Harness.LocalAws.StartAsync(new() { DataFolder = folder.FullName }, Cancellation))
        {
            session = await before.AssumeAsync("AuditorRole");
        }

        await using (var after = await Harness.LocalAws.StartAsync(new() { DataFolder = folder.FullName }, Cancellation))
        {
            using var sts = after.StsClient(session);
            Assert.EndsWith("assumed-role/AuditorRole/test", (await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), Cancellation)).Arn, StringComparison.Ordinal);
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Ends_when_LocalAws_starts_with_a_new_session_key()
    {
        var folder = Directory.CreateTempSubdirectory("localaws-rotation-");
        AwsCredentials session;
        AwsCredentials administrator;
        await using (var before = await Harness.LocalAws.StartAsync(new() { DataFolder = folder.FullName }, Cancellation))
        {
            (session, administrator) = (await before.AssumeAsync("AuditorRole"), before.Administrator());
        }

        await using (var after = await Harness.LocalAws.StartAsync(new() { DataFolder = folder.FullName, EndsSessions = true }, Cancellation))
        {
            using var sts = after.StsClient(session);
            await RefusedAsync(() => sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), Cancellation), "InvalidClientTokenId", "The security token included in the request is invalid.");
            using var client = after.Client("BillingApi", session);
            using var response = await client.GetAsync(new Uri("charges", UriKind.Relative), Cancellation);
            Assert.Equal("UnrecognizedClientException", response.Headers.GetValues("x-amzn-ErrorType").Single());
            using var own = after.StsClient(administrator);
            Assert.EndsWith(":user/admin", (await own.GetCallerIdentityAsync(new GetCallerIdentityRequest(), Cancellation)).Arn, StringComparison.Ordinal);
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Tells_the_account_of_an_access_key()
    {
        using var sts = stack.LocalAws.StsClient(stack.LocalAws.Administrator());
        var id = stack.LocalAws.SessionOf("AuditorRole").AccessKeyId;
        Assert.Equal("111122223333", (await sts.GetAccessKeyInfoAsync(new GetAccessKeyInfoRequest { AccessKeyId = id }, Cancellation)).Account);
    }

    [Fact]
    public async Task For_oneself_gives_a_session_of_the_user()
    {
        using var sts = stack.LocalAws.StsClient(stack.LocalAws.Administrator());
        var session = (await sts.GetSessionTokenAsync(new GetSessionTokenRequest(), Cancellation)).Credentials;
        using var again = stack.LocalAws.StsClient(new AwsCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken));
        Assert.Equal("arn:aws:iam::111122223333:user/admin", (await again.GetCallerIdentityAsync(new GetCallerIdentityRequest(), Cancellation)).Arn);
        await RefusedAsync(() => again.GetSessionTokenAsync(new GetSessionTokenRequest(), Cancellation), "AccessDenied", "Cannot call GetSessionToken with session credentials");
    }

    private static async Task RefusedAsync(Func<Task> call, string code, string? message)
    {
        var refusal = await Assert.ThrowsAnyAsync<AmazonSecurityTokenServiceException>(call);
        Assert.Equal(code, refusal.ErrorCode);
        Assert.Equal(message ?? refusal.Message, refusal.Message);
    }
}
