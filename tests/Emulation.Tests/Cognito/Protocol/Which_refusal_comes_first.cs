using System.Text;
using System.Text.Json.Nodes;
using Emulation.Principals;
using Emulation.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using SigV4;

namespace Emulation.Tests.Cognito.Protocol;

/// <summary>Of several things that are wrong with a call, the service names one: first the operation, then the body, then the signature, then what policies say.</summary>
public sealed class Which_refusal_comes_first : IAsyncLifetime
{
    private const string Template = """
        Resources:
          Nobody: { Type: AWS::IAM::User, Properties: { UserName: nobody } }
          Key: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Nobody } }
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-tests-");
    private readonly HttpClient client = new();
    private Emulator emulator = null!;

    public async ValueTask InitializeAsync()
    {
        var template = Path.Combine(folder.FullName, "template.yaml");
        await File.WriteAllTextAsync(template, Template);
        var options = new EmulatorOptions { Templates = [new TemplateSource(template, EmulatorOptions.DefaultAccount)], Port = 0, DataFolder = Path.Combine(folder.FullName, "state") };
        emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await emulator.DisposeAsync();
        folder.Delete(recursive: true);
    }

    public static TheoryData<string, Flaw, string, string> Pairs { get; } = new(
        from service in (string[])["cognito-idp", "cognito-identity"]
        from first in Enum.GetValues<Flaw>()
        from second in Enum.GetValues<Flaw>()
        where second >= first
        let refusal = RefusalOf(service, first)
        select new TheoryDataRow<string, Flaw, string, string>(service, first | second, refusal.Type, refusal.Message));

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Is_the_same_in_both_services(string service, Flaw flaws, string type, string message)
    {
        using var answer = await SendAsync(service, flaws);
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal(
            new JsonObject { ["__type"] = type, ["message"] = message }.ToJsonString(), await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("application/x-amz-json-1.1", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal($"{type}:", Assert.Single(answer.Headers.GetValues("x-amzn-ErrorType")));
        Assert.Equal(message, Assert.Single(answer.Headers.GetValues("x-amzn-ErrorMessage")));
        Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date", Assert.Single(answer.Headers.GetValues("Access-Control-Expose-Headers")));
        Assert.NotEmpty(Assert.Single(answer.Headers.GetValues("x-amzn-RequestId")));
    }

    /// <summary>Two readers might each take another of two targets.</summary>
    [Theory]
    [InlineData("cognito-idp", "AWSCognitoIdentityProviderService.ListUserPools")]
    [InlineData("cognito-identity", "AWSCognitoIdentityService.ListIdentityPools")]
    public async Task Is_that_of_a_call_which_names_two_operations(string service, string target)
    {
        var http = new DefaultHttpContext { Request = { Method = "POST" }, Response = { Body = new MemoryStream() } };
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "/";
        http.Request.Headers["X-Amz-Target"] = new[] { target, $"{target}s" };
        await emulator.Services.First(one => one.Name == service).HandleAsync(new ReceivedRequest(http));
        Assert.Equal(
            $$"""{"__type":"UnknownOperationException","message":"The call names no operation of {{service}}, or more than one: X-Amz-Target says which."}""",
            Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray()));
    }

    /// <summary>Whoever is refused can ask why; what a client sent is not repeated in the reason.</summary>
    [Theory]
    [InlineData("cognito-idp", "CreateUserPool", "{}", "No identity policy allows cognito-idp:CreateUserPool on * to arn:aws:iam::111122223333:user/nobody.")]
    [InlineData("cognito-idp", "GetUser", """{"AccessToken":"my-secret-token"}""", "NotAuthorizedException")]
    [InlineData("cognito-identity", "CreateIdentityPool", "{}", "No identity policy allows cognito-identity:CreateIdentityPool on * to arn:aws:iam::111122223333:user/nobody.")]
    [InlineData("cognito-identity", "GetId", """{"IdentityPoolId":"us-east-1:00000000-0000-0000-0000-000000000000"}""", "ResourceNotFoundException")]
    public async Task Leaves_its_decision_behind(string service, string operation, string body, string reason)
    {
        using var answer = await SendAsync(service, operation, Encoding.UTF8.GetBytes(body), SecretKeyOf(Nobody));
        var decision = emulator.Decisions.Find(Assert.Single(answer.Headers.GetValues("x-localaws-decision")))!;
        Assert.Equal((reason, 400), (decision.Reason, decision.Refused));
        Assert.Equal(decision.Principal is not null, decision.Subject is not null);
    }

    private static (string Type, string Message) RefusalOf(string service, Flaw flaw) => flaw switch
    {
        Flaw.Operation => ("UnknownOperationException", $"{service} has no operation Nothing that LocalAws knows."),
        Flaw.Body => ("SerializationException", "The request is not JSON in UTF-8, or names a member twice."),
        Flaw.Signature => ("UnrecognizedClientException", "The security token included in the request is invalid."),
        _ => ("AccessDeniedException", $"User: arn:aws:iam::111122223333:user/nobody is not authorized to perform: {service}:{Create(service)} on resource: * because no identity-based policy allows the {service}:{Create(service)} action"),
    };

    private KnownUser Nobody => emulator.Accounts.Users.First(static user => user.Name == "nobody");

    private Task<HttpResponseMessage> SendAsync(string service, Flaw flaws) => SendAsync(
        service,
        flaws.HasFlag(Flaw.Operation) ? "Nothing" : Create(service),
        Encoding.UTF8.GetBytes(flaws.HasFlag(Flaw.Body) ? """{"a":1,"a":2}""" : "{}"),
        flaws.HasFlag(Flaw.Signature) ? new AwsCredentials("AKIAIOSFODNN7EXAMPLE", "secret") : SecretKeyOf(Nobody));

    private AwsCredentials SecretKeyOf(KnownUser user) => new(user.AccessKeyIds[0], emulator.SecretOf(user.AccessKeyIds[0]));

    private async Task<HttpResponseMessage> SendAsync(string service, string operation, byte[] body, AwsCredentials credentials)
    {
        var target = $"{(service == "cognito-idp" ? "AWSCognitoIdentityProviderService" : "AWSCognitoIdentityService")}.{operation}";
        var url = new Uri(emulator.EndpointUrl + "/");
        var signed = new SigV4Signer("us-east-1", service).Sign(
            "POST", "/", [new HeaderField("host", url.Authority), new HeaderField("x-amz-target", target)], PayloadHash.Of(body), credentials, TimeProvider.System.GetUtcNow());
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Headers.Add("X-Amz-Target", target);
        request.Headers.Add("x-amz-date", signed.Date);
        request.Headers.TryAddWithoutValidation("Authorization", signed.Authorization);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string Create(string service) => service == "cognito-idp" ? "CreateUserPool" : "CreateIdentityPool";

    /// <summary>What can be wrong, the first to be told first.</summary>
    [Flags]
    public enum Flaw
    {
        Operation = 1,
        Body = 2,
        Signature = 4,
        Permission = 8,
    }
}
