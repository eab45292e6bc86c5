using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Emulation.Tests.Upstreams;

/// <summary>A server behind LocalAws that is not there at the start, or goes away and comes back without what it had.</summary>
public sealed class Servers_that_come_and_go : IAsyncLifetime
{
    private const string Template = """
        Resources:
          May: { Type: AWS::IAM::User, Properties: { UserName: may, Policies: [{ PolicyName: Everything, PolicyDocument: { Statement: [{ Effect: Allow, Action: "*", Resource: "*" }] } }] } }
          MayKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref May } }
          MayNot: { Type: AWS::IAM::User, Properties: { UserName: maynot } }
          MayNotKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref MayNot } }
          Orders: { Type: AWS::SQS::Queue, Properties: { QueueName: orders } }
          Partner: { Type: AWS::SecretsManager::Secret, Properties: { Name: partner, SecretString: known } }
          Files: { Type: AWS::S3::Bucket, Properties: { BucketName: files } }
        """;

    private const string Send = """{"QueueUrl":"http://127.0.0.1/111122223333/orders","MessageBody":"m"}""";

    // Nobody else is given the port while the server is away.
    private readonly Socket reserved = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private int port;
    private readonly LoggedWarnings log = new();
    private RecordingServer? server;
    private StartedLocalAws aws = null!;

    public async ValueTask InitializeAsync()
    {
        reserved.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        port = ((IPEndPoint)reserved.LocalEndPoint!).Port;
        aws = await StartedLocalAws.StartAsync(Template, [$"*=http://127.0.0.1:{port}"], options => options with { Logging = log });
    }

    public async ValueTask DisposeAsync()
    {
        await aws.DisposeAsync();
        await GoAsync();
        reserved.Dispose();
    }

    [Fact]
    public void Are_told_of_once_with_the_remedy() => Assert.Matches(
        $@"^LocalAws does not reach the server at http://127\.0\.0\.1:{port}/ that runs sqs: .* Start it, or correct --upstream '\*=URL'\. What the template declares there is made once the server answers; everything else runs\.$",
        Assert.Single(log.Lines));

    [Fact]
    public async Task Keep_nothing_else_from_running()
    {
        Assert.Equal(200, (await aws.SendAsync(new SentCall("s3", "PUT", "/files/a", "may", "text") { TellsHash = true })).Status);
        Assert.Equal(200, (await aws.SendAsync(SentCall.Form("sts", "Action=GetCallerIdentity&Version=2011-06-15", "may"))).Status);
    }

    [Theory]
    [InlineData("sqs", "AmazonSQS.SendMessage", Send)]
    [InlineData("secretsmanager", "secretsmanager.GetSecretValue", """{"SecretId":"arn:aws:secretsmanager:us-east-1:111122223333:secret:partner-AAAAAA"}""")]
    [InlineData("sns", "", "Action=ListTopics&Version=2010-03-31")]
    public async Task Answer_what_is_allowed_with_what_is_wrong(string service, string target, string body)
    {
        var answer = await aws.SendAsync(Call(service, target, body, "may"));
        Assert.Equal(503, answer.Status);
        Assert.StartsWith($"LocalAws does not reach the server at http://127.0.0.1:{port}/ that runs {service}: ", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sqs", "AmazonSQS.SendMessage", Send)]
    [InlineData("sns", "", "Action=ListTopics&Version=2010-03-31")]
    public async Task Answer_what_is_not_allowed_with_a_refusal(string service, string target, string body) =>
        Assert.Contains("is not authorized to perform", (await aws.SendAsync(Call(service, target, body, "maynot"))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Have_what_the_template_declares_before_the_first_call_comes_to_them()
    {
        await ComeAsync();
        Assert.Equal(200, (await aws.SendAsync(Call("sqs", "AmazonSQS.SendMessage", Send, "may"))).Status);
        Assert.Equal(["AmazonSQS.CreateQueue", "AmazonSQS.GetQueueAttributes", "AmazonSQS.SendMessage"], Targets());

        // Each service's own, and once.
        Assert.Equal(200, (await aws.SendAsync(Call("sqs", "AmazonSQS.SendMessage", Send, "may"))).Status);
        Assert.Equal(["AmazonSQS.CreateQueue", "AmazonSQS.GetQueueAttributes", "AmazonSQS.SendMessage", "AmazonSQS.SendMessage"], Targets());
    }

    [Fact]
    public async Task Have_it_anew_where_a_call_found_them_gone()
    {
        await ComeAsync();
        Assert.Equal(200, (await aws.SendAsync(Call("sqs", "AmazonSQS.SendMessage", Send, "may"))).Status);
        await GoAsync();
        Assert.Equal(503, (await aws.SendAsync(Call("sqs", "AmazonSQS.SendMessage", Send, "may"))).Status);
        await ComeAsync();
        Assert.Equal(200, (await aws.SendAsync(Call("sqs", "AmazonSQS.SendMessage", Send, "may"))).Status);
        Assert.Equal(["AmazonSQS.CreateQueue", "AmazonSQS.SendMessage"], Targets());
    }

    [Fact]
    public async Task Are_asked_for_nothing_by_who_is_refused()
    {
        await ComeAsync();
        Assert.Equal(403, (await aws.SendAsync(Call("sqs", "AmazonSQS.SendMessage", Send, "maynot"))).Status);
        Assert.Empty(server!.Requests);
    }

    [Fact]
    public async Task Answer_with_what_is_wrong_where_they_do_not_take_what_the_template_declares()
    {
        await ComeAsync();
        server!.Answer = static _ => (400, "application/x-amz-json-1.0", """{"__type":"InvalidAttributeName"}""");
        var answer = await aws.SendAsync(Call("sqs", "AmazonSQS.SendMessage", Send, "may"));
        Assert.Equal(503, answer.Status);
        Assert.Matches(@"does not make Orders \(.*template\.yaml:[0-9]+\): CreateQueue answers InvalidAttributeName", answer.Message);
        Assert.Equal(["AmazonSQS.CreateQueue"], Targets());
    }

    [Fact]
    public async Task Of_which_a_template_is_read_anew_have_it_at_once()
    {
        await ComeAsync();
        await aws.Emulator.DeployAsync(aws.Emulator.Stacks, TestContext.Current.CancellationToken);
        Assert.Equal(["AmazonSQS.CreateQueue", "secretsmanager.DescribeSecret"], Targets());
    }

    private static SentCall Call(string service, string target, string body, string user) => target.Length > 0 ? SentCall.Json(service, target, body, user) : SentCall.Form(service, body, user);

    private async Task ComeAsync() => server = await RecordingServer.StartAsync(port: port);

    private async Task GoAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }

    private IEnumerable<string> Targets() => server!.Requests.Select(static request => request.Headers["X-Amz-Target"]);

    private sealed class LoggedWarnings : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Lines.Enqueue(formatter(state, exception));
            }
        }
    }
}
