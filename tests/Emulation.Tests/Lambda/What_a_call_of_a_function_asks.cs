using System.Text;
using Emulation.Calls;
using Emulation.Decisions;
using Emulation.Lambda;
using Emulation.Protocols.RestJson;
using Emulation.State;
using Emulation.Tests.IdentityManagement;
using Microsoft.Extensions.Logging.Abstractions;
using Caller = Emulation.Principals.Caller;

namespace Emulation.Tests.Lambda;

/// <summary>Versions and aliases are part of what is authorized, and whom a permission names is remembered by unique id.</summary>
public sealed class What_a_call_of_a_function_asks : IDisposable
{
    private const string Plain = "arn:aws:lambda:us-east-1:111122223333:function:plain";
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private readonly TestIam desk = new();
    private readonly FunctionPolicies policies;
    private readonly FunctionUrlStore urls;
    private readonly Sam.Stack stack;
    private readonly ServiceDoor<RestRequest, RestAnswer> door;

    public What_a_call_of_a_function_asks()
    {
        stack = Given.Stack("""
            AWSTemplateFormatVersion: "2010-09-09"
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Plain:
                Type: AWS::Serverless::Function
                Properties: { CodeUri: ./, Handler: Shop, Runtime: dotnet10, FunctionName: plain }
            """);
        policies = new FunctionPolicies(folder, stack.Functions, () => desk.Accounts.Current);
        urls = new FunctionUrlStore(folder, [stack], true, desk.Time.GetUtcNow(), IdSource.SystemRandom);
        door = new ServiceDoorParts(desk.Keyring, Given.Environment(), new DecisionLog(NullLogger.Instance), IdSource.SystemRandom, desk.Time).Open(new LambdaService(new FunctionDirectory(stack), policies, asks => new InvocationService(asks, FakeFunctions.None, null!), asks => new FunctionUrlService(asks, urls, static id => id, desk.Time)).Service);
    }

    public void Dispose()
    {
        policies.Dispose();
        urls.Dispose();
        desk.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("plain", null, Plain)]
    [InlineData("Plain", null, Plain)]
    [InlineData(Plain, null, Plain)]
    [InlineData("111122223333:function:plain", null, Plain)]
    [InlineData("plain:$LATEST", null, $"{Plain}:$LATEST")]
    [InlineData($"{Plain}:7", null, $"{Plain}:7")]
    [InlineData("plain", "prod", $"{Plain}:prod")]
    [InlineData("plain:prod", "prod", $"{Plain}:prod")]
    [InlineData("nobody", null, "arn:aws:lambda:us-east-1:111122223333:function:nobody")]
    public async Task Names_the_version_or_alias_that_is_meant(string function, string? qualifier, string resource)
    {
        var target = $"/2015-03-31/functions/{Uri.EscapeDataString(function)}/invocations{(qualifier is null ? "" : $"?Qualifier={qualifier}")}";
        Assert.Equal(resource, Assert.Single((await PlanAsync("Invoke", target, desk.User("ann"))).Asks).Resource);
    }

    [Theory]
    [InlineData("plain/invocations?Qualifier=prod")]
    [InlineData("plain/invocations?Qualifier=42")]
    [InlineData("plain:prod/invocations")]
    [InlineData("plain:%24LATEST/invocations")]
    [InlineData("plain/invocations?Qualifier=%24LATEST")]
    [InlineData("nobody/invocations")]
    public async Task Lets_no_permission_on_the_function_alone_reach_a_version(string path)
    {
        var ann = desk.User("ann", TestIam.Allow("lambda:InvokeFunction", Plain));
        Assert.Equal(403, (await CallAsync("POST", path, ann)).StatusCode);
    }

    [Theory]
    [InlineData("plain/invocations?Qualifier=prod", $"Function not found: {Plain}:prod")]
    [InlineData("plain:42/invocations", $"Function not found: {Plain}:42")]
    [InlineData("nobody/invocations", "Function not found: arn:aws:lambda:us-east-1:111122223333:function:nobody")]
    public async Task Tells_only_who_may_that_there_is_none(string path, string message)
    {
        var answer = await CallAsync("POST", path, desk.User("ann", TestIam.Allow("lambda:InvokeFunction")));
        Assert.Equal((404, message), (answer.StatusCode, answer.Refusal!.Message));
    }

    [Fact]
    public async Task Refuses_two_qualifiers_that_differ()
    {
        var answer = await CallAsync("POST", "plain:prod/invocations?Qualifier=test", desk.User("ann", TestIam.Allow("lambda:InvokeFunction")));
        Assert.Equal((400, "The derived qualifier from the function name does not match the specified qualifier."), (answer.StatusCode, answer.Refusal!.Message));
    }

    [Theory]
    [InlineData("POST", "plain/policy?Qualifier=%24LATEST", 400, "We currently do not support adding policies for $LATEST.")]
    [InlineData("GET", "plain/policy?Qualifier=%24LATEST", 404, "The resource you requested does not exist.")]
    [InlineData("DELETE", "plain/policy/s?Qualifier=%24LATEST", 404, "No policy is associated with the given resource.")]
    [InlineData("POST", "plain/policy?Qualifier=prod", 404, $"Cannot find alias arn: {Plain}:prod")]
    [InlineData("DELETE", "plain/policy/s?Qualifier=7", 404, $"Function not found: {Plain}:7")]
    public async Task Keeps_permissions_of_the_function_alone(string method, string path, int status, string message)
    {
        var ann = desk.User("ann", TestIam.Allow("lambda:*"));
        await PermitAsync(ann, "*", "s");
        var answer = await CallAsync(method, path, ann, """{"StatementId":"t","Action":"lambda:InvokeFunction","Principal":"*"}""");
        Assert.Equal((status, message), (answer.StatusCode, answer.Refusal!.Message));
        Assert.Equal(200, (await CallAsync("GET", "plain/policy", ann)).StatusCode);
    }

    [Theory]
    [InlineData("*", 403)]
    [InlineData("apigateway.amazonaws.com", 201)]
    public async Task Knows_whom_a_permission_is_for(string principal, int status)
    {
        var guarded = desk.User("ann", """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"lambda:*","Resource":"*"},
              {"Effect":"Deny","Action":["lambda:AddPermission","lambda:RemovePermission"],"Resource":"*","Condition":{"StringEquals":{"lambda:Principal":"*"}}}]}
            """);
        Assert.Equal(status, (await PermitAsync(guarded, principal, "s")).StatusCode);

        var free = desk.User("bob", TestIam.Allow("lambda:*"));
        await PermitAsync(free, principal, "kept");
        Assert.Equal(status == 403 ? 403 : 204, (await CallAsync("DELETE", "plain/policy/kept", guarded)).StatusCode);
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/Batch")]
    [InlineData("arn:aws:sts::111122223333:assumed-role/Batch/test")]
    public async Task Gives_nothing_to_a_role_that_was_made_anew(string batch)
    {
        desk.Call("CreateRole", ("RoleName", "Batch"), ("AssumeRolePolicyDocument", TestIam.TrustAccount));
        var admin = desk.User("bob", TestIam.Allow("lambda:*"));
        Assert.Equal(201, (await PermitAsync(admin, batch, "s", "lambda:GetPolicy")).StatusCode);
        Assert.Equal(200, (await CallAsync("GET", "plain/policy", Batch())).StatusCode);

        desk.Call("DeleteRole", ("RoleName", "Batch"));
        desk.Call("CreateRole", ("RoleName", "Batch"), ("AssumeRolePolicyDocument", TestIam.TrustAccount));
        Assert.Equal(403, (await CallAsync("GET", "plain/policy", Batch())).StatusCode);
        Assert.Contains("AROA", Encoding.UTF8.GetString((await CallAsync("GET", "plain/policy", admin)).Body.Span), StringComparison.Ordinal);

        // A permission that is given now means the role of now, and does not bring the old one back.
        Assert.Equal(201, (await PermitAsync(admin, batch, "t", "lambda:RemovePermission")).StatusCode);
        Assert.Equal(403, (await CallAsync("GET", "plain/policy", Batch())).StatusCode);
        Assert.Equal(204, (await CallAsync("DELETE", "plain/policy/t", Batch())).StatusCode);
    }

    [Fact]
    public async Task Takes_no_permission_for_a_role_that_is_not_there()
    {
        var answer = await PermitAsync(desk.User("bob", TestIam.Allow("lambda:*")), "arn:aws:iam::111122223333:role/Nobody", "s");
        Assert.Equal((400, "The provided principal was invalid. Please check the principal and try again."), (answer.StatusCode, answer.Refusal!.Message));
    }

    [Theory]
    [InlineData("PUT", "lambda:PutResourcePolicy lambda:AddPermission lambda:RemovePermission", 200)]
    [InlineData("GET", "lambda:GetResourcePolicy lambda:GetPolicy", 200)]
    [InlineData("DELETE", "lambda:DeleteResourcePolicy lambda:RemovePermission", 204)]
    public async Task Needs_the_rights_for_statements_to_touch_the_policy_as_a_whole(string method, string actions, int status)
    {
        var needed = actions.Split(' ');
        await WholeAsync("PUT", Plain, desk.User("bob", TestIam.Allow("lambda:*")));
        foreach (var missing in needed)
        {
            var granted = string.Join(',', needed.Where(action => action != missing).Select(static action => $"\"{action}\""));
            var lacking = desk.User($"without-{missing[7..]}", $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[{{granted}}],"Resource":"*"}]}""");
            var refused = await WholeAsync(method, Plain, lacking);
            Assert.Equal(403, refused.StatusCode);
            Assert.Contains(missing, refused.Refusal!.Message, StringComparison.Ordinal);
        }

        var all = string.Join(',', needed.Select(static action => $"\"{action}\""));
        Assert.Equal(status, (await WholeAsync(method, Plain, desk.User("all", $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[{{all}}],"Resource":"*"}]}"""))).StatusCode);
    }

    [Fact]
    public async Task Names_each_principal_of_a_policy_that_is_put_or_deleted()
    {
        var guarded = desk.User("ann", """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"lambda:*","Resource":"*"},
              {"Effect":"Deny","Action":["lambda:PutResourcePolicy","lambda:DeleteResourcePolicy"],"Resource":"*","Condition":{"StringEquals":{"lambda:Principal":"sns.amazonaws.com"}}}]}
            """);
        const string Two = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":["s3.amazonaws.com","sns.amazonaws.com"]},"Action":"lambda:InvokeFunction","Resource":"*"}]}""";
        Assert.Equal(403, (await WholeAsync("PUT", Plain, guarded, Two)).StatusCode);
        Assert.Equal(200, (await WholeAsync("PUT", Plain, guarded)).StatusCode);
        await WholeAsync("PUT", Plain, desk.User("bob", TestIam.Allow("lambda:*")), Two);
        Assert.Equal(403, (await WholeAsync("DELETE", Plain, guarded)).StatusCode);
    }

    [Theory]
    [InlineData("plain", 400)]
    [InlineData($"{Plain}:prod", 404)]
    [InlineData($"{Plain}:$LATEST", 400)]
    [InlineData("arn:aws:lambda:us-east-1:111122223333:function:nobody", 404)]
    public async Task Puts_no_policy_where_there_is_no_function(string arn, int status) =>
        Assert.Equal(status, (await WholeAsync("PUT", arn, desk.User("bob", TestIam.Allow("lambda:*")))).StatusCode);

    [Theory]
    [InlineData("AWS_IAM", 201)]
    [InlineData("NONE", 403)]
    public async Task Knows_who_must_sign_for_a_url(string type, int status)
    {
        var guarded = desk.User("ann", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"lambda:*","Resource":"*","Condition":{"StringEquals":{"lambda:FunctionUrlAuthType":"AWS_IAM"}}}]}""");
        Assert.Equal(status, (await UrlAsync("POST", guarded, $$"""{"AuthType":"{{type}}"}""")).StatusCode);
        await UrlAsync("POST", desk.User("bob", TestIam.Allow("lambda:*")), $$"""{"AuthType":"{{type}}"}""");
        Assert.Equal(status == 201 ? 200 : 403, (await UrlAsync("GET", guarded)).StatusCode);
        Assert.Equal(403, (await UrlAsync("PUT", guarded, """{"AuthType":"NONE"}""")).StatusCode);
        Assert.Equal(status == 201 ? 204 : 403, (await UrlAsync("DELETE", guarded)).StatusCode);
    }

    [Fact]
    public async Task Keeps_urls_over_restarts()
    {
        var bob = desk.User("bob", TestIam.Allow("lambda:*"));
        await UrlAsync("POST", bob, """{"AuthType":"NONE","InvokeMode":"RESPONSE_STREAM","Cors":{"AllowOrigins":["*"]}}""");
        var made = Assert.Single(urls.All).Url;
        using var again = new FunctionUrlStore(folder, [stack], true, desk.Time.GetUtcNow(), IdSource.SystemRandom);
        var kept = Assert.Single(again.All).Url;
        Assert.Equal((made.UrlId, false, true, "*"), (kept.UrlId, kept.IsSigned, kept.IsStreamed, Assert.Single(kept.Cors!.AllowOrigins)));
        await UrlAsync("DELETE", bob);
        using var after = new FunctionUrlStore(folder, [stack], true, desk.Time.GetUtcNow(), IdSource.SystemRandom);
        Assert.Empty(after.All);
    }

    private ValueTask<RestAnswer> WholeAsync(
        string method, string arn, Caller caller,
        string policy = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"*"}]}""") =>
        SendAsync(method, $"{ResourcePolicyService.Prefix}{Uri.EscapeDataString(arn)}", caller, method == "PUT" ? new System.Text.Json.Nodes.JsonObject { ["Policy"] = policy }.ToJsonString() : "");

    private ValueTask<RestAnswer> UrlAsync(string method, Caller caller, string body = "") => SendAsync(method, $"{FunctionUrlService.Prefix}plain/url", caller, body);

    private Caller Batch()
    {
        var session = desk.Session("Batch");
        return desk.Caller(session.AccessKeyId, session.SessionToken)!;
    }

    private ValueTask<RestAnswer> PermitAsync(Caller caller, string principal, string id, string action = "lambda:InvokeFunction") =>
        CallAsync("POST", "plain/policy", caller, $$"""{"StatementId":"{{id}}","Action":"{{action}}","Principal":"{{principal}}"}""");

    private ValueTask<RestAnswer> CallAsync(string method, string path, Caller caller, string body = "") => SendAsync(method, $"/2015-03-31/functions/{path}", caller, body);

    private ValueTask<RestAnswer> SendAsync(string method, string target, Caller caller, string body)
    {
        var wire = (RestJsonWire)door.Service.Protocol;
        var operation = door.Service.Operations[wire.OperationOf(method, target)!];
        return door.AnswerAsync(operation, Call(wire, method, target, operation, caller, body));
    }

    private ValueTask<Intent<RestAnswer>> PlanAsync(string name, string target, Caller caller)
    {
        var operation = door.Service.Operations[name];
        return operation.PlanAsync(Call((RestJsonWire)door.Service.Protocol, "POST", target, operation, caller, ""));
    }

    private ServiceCall<RestRequest> Call(RestJsonWire wire, string method, string target, ServiceOperation<RestRequest, RestAnswer> operation, Caller caller, string body) =>
        door.CallOf(wire.Read(method, target, Encoding.UTF8.GetBytes(body), operation.Members), caller, desk.Facts);
}
