using Emulation.Wire;
using Iam;
using SigV4;

namespace Emulation.Tests.Calls;

/// <summary>
/// A service says what it does and what that asks. Signatures, decisions, their ids and reasons, records and explanations it has from the door, without a
/// line about them.
/// </summary>
public sealed class A_service_that_is_added : IAsyncLifetime
{
    private const string Us = "111122223333";
    private const string Partner = "444455556666";

    private const string QueuePolicy = $$"""
        {"Statement":[
          {"Sid":"Senders","Effect":"Allow","Principal":{"AWS":["arn:aws:iam::{{Partner}}:user/friend","arn:aws:iam::{{Partner}}:user/newcomer","arn:aws:iam::{{Us}}:user/clerk"]},"Action":"sqs:*","Resource":"{{Queues.Arn}}"},
          {"Sid":"NoReading","Effect":"Deny","Principal":{"AWS":"arn:aws:iam::{{Us}}:user/clerk"},"Action":"sqs:ReceiveMessage","Resource":"{{Queues.Arn}}"}]}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private Emulator emulator = null!;
    private IAwsService door = null!;
    private SignedCalls calls = null!;

    public async ValueTask InitializeAsync()
    {
        static string User(string name, bool maySend = false) => $$"""
              {{name}}: { Type: AWS::IAM::User, Properties: { UserName: {{name}}{{(maySend ? ", Policies: [{ PolicyName: own, PolicyDocument: { Version: \"2012-10-17\", Statement: [{ Effect: Allow, Action: \"sqs:SendMessage\", Resource: \"*\" }] } }]" : "")}} } }
              {{name}}Key: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref {{name}} } }

            """;
        await File.WriteAllTextAsync(Path.Combine(folder, "us.yaml"), "Resources:\n" + User("clerk") + User("intern") + User("sender", maySend: true));
        await File.WriteAllTextAsync(Path.Combine(folder, "partner.yaml"), "Resources:\n" + User("friend", maySend: true) + User("newcomer") + User("outsider", maySend: true));
        var options = new EmulatorOptions
        {
            Templates = [new TemplateSource(Path.Combine(folder, "us.yaml"), Us), new TemplateSource(Path.Combine(folder, "partner.yaml"), Partner)], Port = 0, DataFolder = Path.Combine(folder, "state"),
        };
        emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);
        door = emulator.Doors.Open(new Queues(Policy.Parse(QueuePolicy, PolicyKind.Resource, new PolicyOrigin("orders")).Policy!).Service);
        calls = new SignedCalls(emulator);
    }

    public async ValueTask DisposeAsync()
    {
        calls.Dispose();
        await emulator.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Answers_who_may()
    {
        Assert.Equal((200, """{"MessageId":"m1"}"""), await StatusAsync("SendMessage", calls.KeysOf("sender"), ",\"MessageBody\":\"hello\""));
        Assert.Equal((200, """{"Messages":[{"Body":"hello"}]}"""), await StatusAsync("ReceiveMessage", calls.KeysOf("admin")));
    }

    [Fact]
    public async Task Refuses_a_signature_that_does_not_hold()
    {
        var answer = await SendAsync("SendMessage", calls.KeysOf("sender") with { SecretAccessKey = "another" });
        Assert.StartsWith("""{"__type":"InvalidSignatureException","message":"The request signature we calculated does not match the signature you provided.""", answer.Body, StringComparison.Ordinal);
        Assert.Equal((400, null, 400), (answer.Status, answer.Reason, emulator.Decisions.Find(answer.Decision!)!.Refused));
        Assert.Equal((400, """{"__type":"UnrecognizedClientException","message":"The security token included in the request is invalid."}"""), await StatusAsync("SendMessage", SignedCalls.Unknown));
        Assert.Equal((400, """{"__type":"MissingAuthenticationTokenException","message":"Missing Authentication Token"}"""), await StatusAsync("SendMessage", null));
        Assert.Equal((400, """{"__type":"UnknownOperationException","message":"A queue has no PurgeQueue."}"""), await StatusAsync("PurgeQueue", calls.KeysOf("sender")));
        Assert.Equal((400, """{"__type":"SerializationException","message":"The request is not JSON in UTF-8, or names a member twice."}"""), await StatusAsync("SendMessage", calls.KeysOf("sender"), ",\"QueueUrl\":1"));
    }

    /// <summary>In the queue's account one side is enough, across accounts both are needed; a deny decides anywhere.</summary>
    [Theory]
    [InlineData("SendMessage", Us, "intern", "No identity policy allows sqs:SendMessage on QUEUE to USER.")]
    [InlineData("SendMessage", Us, "sender", null)]
    [InlineData("SendMessage", Us, "clerk", null)]
    [InlineData("ReceiveMessage", Us, "clerk", "Denied by statement 'NoReading' of the resource policy orders.")]
    [InlineData("SendMessage", Partner, "friend", null)]
    [InlineData("SendMessage", Partner, "newcomer", "No identity policy allows sqs:SendMessage on QUEUE to USER.")]
    [InlineData("SendMessage", Partner, "outsider", "No resource policy allows sqs:SendMessage on QUEUE to USER.")]
    [InlineData("ReceiveMessage", Partner, "friend", "No identity policy allows sqs:ReceiveMessage on QUEUE to USER.")]
    public async Task Lets_policies_decide_and_tells_why(string operation, string account, string user, string? reason)
    {
        var arn = $"arn:aws:iam::{account}:user/{user}";
        reason = reason?.Replace("QUEUE", Queues.Arn, StringComparison.Ordinal).Replace("USER", arn, StringComparison.Ordinal);
        var answer = await SendAsync(operation, calls.KeysOf(user, account));
        Assert.Equal((reason is null ? 200 : 400, reason), (answer.Status, answer.Reason));
        Assert.Equal(reason is null, !answer.Body.Contains("AccessDeniedException", StringComparison.Ordinal));

        var entry = emulator.Decisions.Find(answer.Decision!)!;
        Assert.Equal(($"sqs:{operation}", Queues.Arn, "sqs", arn, reason is null ? null : 400, reason ?? "answered"), (entry.Method, entry.Path, entry.Target, entry.Principal, entry.Refused, entry.Reason));
        Assert.StartsWith(
            $"sqs:{operation} on {Queues.Arn} by {arn}: {(reason is null ? "ALLOWED" : $"REFUSED\n\n{reason}\nAWS answers: User: {arn} is not authorized to perform: sqs:{operation} on resource: {Queues.Arn}")}",
            await calls.ExplainAsync(answer.Decision!), StringComparison.Ordinal);
    }

    private async Task<(int Status, string Body)> StatusAsync(string operation, AwsCredentials? credentials, string members = "") =>
        await SendAsync(operation, credentials, members) is var answer ? (answer.Status, answer.Body) : default;

    private Task<WireAnswer> SendAsync(string operation, AwsCredentials? credentials, string members = "") =>
        calls.SendAsync(door, WireCall.Of("sqs", $$"""{"QueueUrl":"{{Queues.Url}}"{{members}}}""", $"AmazonSQS.{operation}"), credentials);
}
