using Iam;

namespace Emulation.Tests.Calls;

/// <summary>
/// Of several things that are wrong with a call, a service names one. The orders are what clients have met so far; each refusal is there to the byte, and
/// whoever is refused by policies can ask why.
/// </summary>
public sealed class Which_refusal_a_service_tells_first(EveryService every) : IClassFixture<EveryService>
{
    private const string Unrecognized = "The security token included in the request is invalid.";
    private const string Ann = EveryService.UserArn;
    private const string Function = $"/2015-03-31/functions/{EveryService.Function}";
    private const string FunctionArn = $"arn:aws:lambda:us-east-1:111122223333:function:{EveryService.Function}";
    private const string Nowhere = "/nothing/at/all";

    /// <summary>A call of each service, and what is told of each flaw, the first to be told first.</summary>
    private static readonly Dictionary<string, (Func<Flaw, WireCall> Call, Told[] Refusals)> Services = new()
    {
        ["cloudformation"] = (
            static flaws => Form("cloudformation", "DescribeStacks", "2010-05-15", flaws),
            InQuery("http://cloudformation.amazonaws.com/doc/", "2010-05-15", Denied("cloudformation:ListStacks", "arn:aws:cloudformation:us-east-1:111122223333:stack/*/*"))),
        ["iam"] = (
            static flaws => Form("iam", "ListUsers", "2010-05-08", flaws),
            InQuery("https://iam.amazonaws.com/doc/", "2010-05-08", Denied("iam:ListUsers", "arn:aws:iam::111122223333:user/"))),
        ["sts"] = (
            static flaws => Form("sts", "AssumeRole", "2011-06-15", flaws, $"&RoleSessionName=test&RoleArn={EveryService.RoleArn}"),
            InQuery("https://sts.amazonaws.com/doc/", "2011-06-15", $"User: {Ann} is not authorized to perform: sts:AssumeRole on resource: {EveryService.RoleArn}")),
        ["apigateway"] = (
            static flaws => Rest("apigateway", "/v2/apis", """{"name":"first","protocolType":"HTTP"}""", flaws),
            [
                new(Flaw.Signature, 403, "UnrecognizedClientException", $$"""{"message":"{{Unrecognized}}"}"""),
                new(Flaw.Operation, 404, "NotFoundException", $$"""{"message":"LocalAws has no POST /v2/apis{{Nowhere}}. It has APIs, and their authorizers, integrations, routes, stages and deployments."}"""),
                new(Flaw.Body, 400, "BadRequestException", """{"message":"Invalid request body at $: this is no JSON, or a value of another type than the API Reference says."}"""),
                new(Flaw.Permission, 403, "AccessDeniedException", $$"""{"Message":"{{Denied("apigateway:POST", "arn:aws:apigateway:us-east-1::/apis")}}"}"""),
            ]),
        ["lambda:AddPermission"] = (
            static flaws => Rest("lambda", $"{Function}/policy", """{"StatementId":"first","Action":"lambda:InvokeFunction","Principal":"sns.amazonaws.com"}""", flaws),
            [
                .. InFrontOfLambda("policy"),
                OfLambda(Flaw.Body, "Could not parse request body into json: $"),
                OfLambda(Flaw.Permission, Denied("lambda:AddPermission", FunctionArn)),
            ]),
        ["lambda:InvokeFunction"] = (
            static flaws => Rest("lambda", $"{Function}/invocations", "{}", flaws),
            [
                .. InFrontOfLambda("invocations"),
                OfLambda(Flaw.Permission, Denied("lambda:InvokeFunction", FunctionArn)),
                OfLambda(Flaw.Body, "Could not parse request body into json: Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed. LineNumber: 0 | BytePositionInLine: 1."),
            ]),
        ["cognito-idp"] = (
            static flaws => Json("cognito-idp", "AWSCognitoIdentityProviderService", "CreateUserPool", """{"PoolName":"first"}""", flaws),
            InJson("cognito-idp", "CreateUserPool")),
        ["cognito-identity"] = (
            static flaws => Json("cognito-identity", "AWSCognitoIdentityService", "CreateIdentityPool", """{"IdentityPoolName":"first","AllowUnauthenticatedIdentities":false}""", flaws),
            InJson("cognito-identity", "CreateIdentityPool")),
    };

    public static TheoryData<string, Flaw> Pairs { get; } = new(
        from service in Services.Keys
        from first in Enum.GetValues<Flaw>()
        from second in Enum.GetValues<Flaw>()
        where second >= first
        select new TheoryDataRow<string, Flaw>(service, first | second));

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Is_always_the_same(string service, Flaw flaws)
    {
        var (call, refusals) = Services[service];
        var told = refusals.First(refusal => flaws.HasFlag(refusal.Flaw));
        using var calls = new SignedCalls(every.Emulator);
        var answer = await calls.SendAsync(call(flaws), flaws.HasFlag(Flaw.Signature) ? SignedCalls.Unknown : calls.KeysOf(flaws.HasFlag(Flaw.Permission) ? EveryService.User : "admin"));
        Assert.Equal(told.Body, answer.Body.Replace(answer.Id!, "ID", StringComparison.Ordinal));
        Assert.Equal((told.Status, told.ErrorType), (answer.Status, answer.ErrorType));
        Assert.Equal(answer.Id, answer.Decision);

        var entry = every.Emulator.Decisions.Find(answer.Decision!)!;
        Assert.Equal(told.Status, entry.Refused);
        if (told.Flaw == Flaw.Permission)
        {
            Assert.Equal((Ann, entry.Reason), (entry.Principal, answer.Reason));
            Assert.Equal(Verdict.ImplicitDeny, entry.Subject!.Explain().Decision.Verdict);
            Assert.Contains("REFUSED", await calls.ExplainAsync(answer.Decision!), StringComparison.Ordinal);
        }
        else
        {
            Assert.Null(answer.Reason);
        }
    }

    /// <summary>The twin: nothing is wrong with these calls but what a test puts there.</summary>
    [Theory]
    [InlineData("cloudformation")]
    [InlineData("iam")]
    [InlineData("sts")]
    [InlineData("apigateway")]
    [InlineData("lambda:AddPermission")]
    [InlineData("cognito-idp")]
    [InlineData("cognito-identity")]
    public async Task Is_none_without_a_flaw(string service)
    {
        using var calls = new SignedCalls(every.Emulator);
        var answer = await calls.SendAsync(Services[service].Call(default), calls.KeysOf("admin"));
        Assert.True(answer.Status is 200 or 201, answer.Body);
        Assert.Equal((answer.Id, null), (answer.Decision, answer.Reason));
        Assert.Equal(Verdict.Allow, every.Emulator.Decisions.Find(answer.Decision!)!.Subject!.Decide().Verdict);
    }

    private static string Denied(string action, string resource) =>
        $"User: {Ann} is not authorized to perform: {action} on resource: {resource} because no identity-based policy allows the {action} action";

    private static WireCall Form(string service, string action, string version, Flaw flaws, string members = "") => WireCall.Of(
        service, $"Action={(flaws.HasFlag(Flaw.Operation) ? "Nothing" : action)}&Version={version}{members}{(flaws.HasFlag(Flaw.Body) ? "&Tags.member.2.Key=a" : "")}");

    private static WireCall Json(string service, string target, string operation, string body, Flaw flaws) => WireCall.Of(
        service, flaws.HasFlag(Flaw.Body) ? """{"a":1,"a":2}""" : body, $"{target}.{(flaws.HasFlag(Flaw.Operation) ? "Nothing" : operation)}");

    private static WireCall Rest(string service, string path, string body, Flaw flaws) =>
        new(service, "POST", flaws.HasFlag(Flaw.Operation) ? path + Nowhere : path, flaws.HasFlag(Flaw.Body) ? "{" : body);

    private static Told[] InQuery(string ns, string version, string denied)
    {
        return
        [
            Error(Flaw.Signature, 403, "InvalidClientTokenId", Unrecognized),
            Error(Flaw.Operation, 400, "InvalidAction", $"Could not find operation Nothing for version {version}"),
            Error(Flaw.Body, 400, "MalformedInput", "The list Tags has a member 2 and only 1 in all: members count from 1, without a gap."),
            Error(Flaw.Permission, 403, "AccessDenied", denied),
        ];

        Told Error(Flaw flaw, int status, string code, string message) => new(flaw, status, null, $"""
            <ErrorResponse xmlns="{ns}{version}/">
              <Error>
                <Type>Sender</Type>
                <Code>{code}</Code>
                <Message>{message}</Message>
              </Error>
              <RequestId>ID</RequestId>
            </ErrorResponse>

            """);
    }

    private static Told[] InJson(string service, string operation)
    {
        return
        [
            Error(Flaw.Operation, "UnknownOperationException", $"{service} has no operation Nothing that LocalAws knows."),
            Error(Flaw.Body, "SerializationException", "The request is not JSON in UTF-8, or names a member twice."),
            Error(Flaw.Signature, "UnrecognizedClientException", Unrecognized),
            Error(Flaw.Permission, "AccessDeniedException", Denied($"{service}:{operation}", "*")),
        ];

        static Told Error(Flaw flaw, string type, string message) => new(flaw, 400, $"{type}:", $$"""{"__type":"{{type}}","message":"{{message}}"}""");
    }

    private static Told[] InFrontOfLambda(string path) =>
    [
        new(Flaw.Signature, 403, "UnrecognizedClientException", $$"""{"Type":"User","message":"{{Unrecognized}}"}"""),
        new(Flaw.Operation, 404, "ResourceNotFoundException", $$"""{"Type":"User","Message":"LocalAws has no POST {{Function}}/{{path}}{{Nowhere}}. It has Invoke, InvokeWithResponseStream, AddPermission, RemovePermission, GetPolicy, the ResourcePolicy and the FunctionUrlConfig operations, and no other operation of Lambda."}"""),
    ];

    private static Told OfLambda(Flaw flaw, string message) => flaw == Flaw.Permission
        ? new(flaw, 403, "AccessDeniedException", $$"""{"Message":"{{message}}"}""")
        : new(flaw, 400, "InvalidRequestContentException", $$"""{"Type":"User","Message":"{{message}}"}""");

    /// <summary>What can be wrong.</summary>
    [Flags]
    public enum Flaw
    {
        Signature = 1,
        Operation = 2,
        Body = 4,
        Permission = 8,
    }

    /// <summary>What is told of a flaw: the header <c>x-amzn-ErrorType</c>, which the Query protocol has not, and the body.</summary>
    private sealed record Told(Flaw Flaw, int Status, string? ErrorType, string Body);
}
