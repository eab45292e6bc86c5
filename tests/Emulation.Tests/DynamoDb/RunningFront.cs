namespace Emulation.Tests.DynamoDb;

/// <summary>A LocalAws on a port of its own in front of a server that knows the table <c>scores</c>, with one user who may do everything to it and one who may do nothing.</summary>
public sealed class RunningFront : IAsyncLifetime
{
    internal const string Table = "arn:aws:dynamodb:us-east-1:111122223333:table/scores";
    internal const string May = "may";
    internal const string MayNot = "maynot";

    private const string Template = """
        Resources:
          May: { Type: AWS::IAM::User, Properties: { UserName: may, Policies: [{ PolicyName: Everything, PolicyDocument: { Statement: [{ Effect: Allow, Action: "dynamodb:*", Resource: "*" }] } }] } }
          MayKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref May } }
          MayNot: { Type: AWS::IAM::User, Properties: { UserName: maynot } }
          MayNotKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref MayNot } }
        """;

    private TableServer server = null!;
    private StartedLocalAws aws = null!;

    internal Emulation.Decisions.DecisionLog Decisions => aws.Emulator.Decisions;

    public async ValueTask InitializeAsync()
    {
        server = await TableServer.StartAsync();
        aws = await StartedLocalAws.StartAsync(Template, [server.Upstream]);
    }

    public async ValueTask DisposeAsync()
    {
        await aws.DisposeAsync();
        await server.DisposeAsync();
    }

    internal Task<string> PageAsync(string path) => aws.PageAsync(path);

    /// <summary>Sends a call as it stands, and its answer.</summary>
    internal Task<ReceivedAnswer> SendAsync(Call call) => aws.SendAsync(new SentCall("dynamodb", "POST", "/", call.User, call.Body)
    {
        Headers = [("content-type", call.ContentType), ("x-amz-target", call.Target)],
        Unsigned = call.Origin is { } origin ? [("Origin", origin)] : [],
        Forged = call is { IsForged: true, User: { } user } ? aws.KeysOf(user) with { SecretAccessKey = "forged" } : null,
    });

    /// <summary>A call of DynamoDB.</summary>
    internal sealed record Call(string Operation, string Body)
    {
        /// <summary>Who signs; null for nobody.</summary>
        public string? User { get; init; } = May;

        /// <summary>Whether they sign with a secret that is not theirs.</summary>
        public bool IsForged { get; init; }

        public string ContentType { get; init; } = "application/x-amz-json-1.0";

        public string? Origin { get; init; }

        public string Target { get; init; } = $"DynamoDB_20120810.{Operation}";
    }
}
