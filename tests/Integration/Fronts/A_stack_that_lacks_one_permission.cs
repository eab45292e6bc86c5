using System.Collections.Immutable;
using Harness;
using Iam;
using Integration.CommandLine;

namespace Integration.Fronts;

/// <summary>
/// The stack in the folder <c>Mailroom</c> with each of its statements taken away in turn: the call that needs it fails, and no other. The table of statements and calls is
/// here; the statements are the template's, and none of either may be without the other.
/// </summary>
[Trait("Stack", "own")]
public sealed class A_stack_that_lacks_one_permission(Mailroom mailroom) : IClassFixture<Mailroom>
{
    private static readonly ImmutableArray<string> Functions = ["Csharp", "Python", "Node"];

    /// <summary>What each function does: the statement that it needs, behind the function's name, and what its SDK answers.</summary>
    private static readonly ImmutableArray<Permission> Kinds =
    [
        new("Sends", "send", "sqs", "SendMessage", static parts => parts.Queue, static _ => "\"737664ab1b5e9656d4ebdbac9a49a9fc\""),
        new("Receives", "receive", "sqs", "ReceiveMessage", static parts => parts.Queue, static _ => "\"Dear all\""),
        new("Counts", "count", "sqs", "GetQueueAttributes", static parts => parts.Queue, static _ => "[\"QueueArn\"]"),
        new("Reads", "read", "secretsmanager", "GetSecretValue", static parts => parts.Secret, static _ => "\"first class\""),
        new("Describes", "describe", "secretsmanager", "DescribeSecret", static parts => parts.Secret, static _ => "true"),
        new("Puts", "put", "s3", "PutObject", static parts => $"{parts.Bucket}/{parts.Folder}/letter", static _ => "\"\\u0022737664ab1b5e9656d4ebdbac9a49a9fc\\u0022\""),
        new("Gets", "get", "s3", "GetObject", static parts => $"{parts.Bucket}/{parts.Folder}/letter", static _ => "\"Dear all\""),
        new("Lists", "list", "s3", "ListBucket", static parts => parts.Bucket, static parts => $"[\"{parts.Folder}/letter\"]"),
        new("Deletes", "delete", "s3", "DeleteObject", static parts => $"{parts.Bucket}/{parts.Folder}/gone", static _ => "204"),
    ];

    /// <summary>What a bucket policy denies to everybody, though each function's own statement of it would allow it.</summary>
    private static readonly Permission Kept = new("Deletes", "drop", "s3", "DeleteObject", static parts => $"{parts.Bucket}/kept/letter", static _ => "204");

    public static TheoryData<string, string> Permissions => new(
        from function in Functions
        from kind in Kinds
        select new TheoryDataRow<string, string>($"{function}{kind.Statement}", $"{Folder(function)}/{kind.Call}"));

    [Fact]
    public async Task Is_tested_without_each_of_its_statements()
    {
        await mailroom.StartedAsync();
        Assert.Equal(Permissions.Select(static row => row.Data.Item1).Append("SomeAreKept").Order(StringComparer.Ordinal), mailroom.Statements.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Does_with_all_of_them_what_it_is_there_for()
    {
        await mailroom.DeployAsync(without: null);
        var (answers, decisions) = await mailroom.CallAllAsync(Calls().Select(static one => one.Route));

        Assert.All(Calls().Where(static one => one.Kind != Kept), one => Assert.Equal((200, one.Expected(mailroom)), (answers[one.Route].Status, answers[one.Route].Body.ToJsonString())));
        Assert.Equal(
            Calls().Where(static one => one.Kind != Kept).Select(one => one.Decided(mailroom, Verdict.Allow, one.Statement)).Order(StringComparer.Ordinal),
            decisions.Where(static decision => decision.IsAllowed).Select(Decided).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Permissions))]
    public async Task Fails_in_the_one_call_that_needs_it(string statement, string route)
    {
        await mailroom.DeployAsync(without: statement);
        var (answers, decisions) = await mailroom.CallAllAsync(Calls().Select(static one => one.Route));
        var refused = Calls().Single(one => one.Route == route);

        // The routes that fail: this one, beside those that the bucket denies to all.
        Assert.Equal(Denied().Append(route).Order(StringComparer.Ordinal), answers.Where(static answer => answer.Value.Status != 200).Select(static answer => answer.Key).Order(StringComparer.Ordinal));

        // What was decided, and on what.
        var decision = Assert.Single(decisions, one => !one.IsAllowed && one.Statement is null);
        Assert.Equal(refused.Decided(mailroom, Verdict.ImplicitDeny, null), Decided(decision));

        // AWS's words, in the answer and in the log.
        Assert.Equal((403, Code(refused)), (answers[route].Status, (string?)answers[route].Body["Code"]));
        Assert.Equal(Words(refused, decision), (string?)answers[route].Body["Message"]);
        await mailroom.LoggedAsync(Words(refused, decision));

        // The statement that is missing, in the template's own words.
        Assert.Matches(refused.Missing, await mailroom.ExplainAsync(decision.Id));
    }

    [Fact]
    public async Task Does_more_without_a_statement_that_denies()
    {
        await mailroom.DeployAsync(without: null);
        var (answers, decisions) = await mailroom.CallAllAsync(Calls().Select(static one => one.Route));
        Assert.All(Denied(), route => Assert.Equal((403, "AccessDenied"), (answers[route].Status, (string?)answers[route].Body["Code"])));
        Assert.All(Denied(), route => Assert.EndsWith(" with an explicit deny in a resource-based policy", (string?)answers[route].Body["Message"], StringComparison.Ordinal));
        Assert.Equal(
            Calls().Where(static one => one.Kind == Kept).Select(one => one.Decided(mailroom, Verdict.ExplicitDeny, "SomeAreKept")).Order(StringComparer.Ordinal),
            decisions.Where(static decision => !decision.IsAllowed).Select(Decided).Order(StringComparer.Ordinal));

        await mailroom.DeployAsync(without: "SomeAreKept");
        (answers, decisions) = await mailroom.CallAllAsync(Calls().Select(static one => one.Route));
        Assert.All(answers, static answer => Assert.Equal(200, answer.Value.Status));
        Assert.All(decisions, static decision => Assert.True(decision.IsAllowed, decision.ToString()));
    }

    [Fact]
    public async Task Is_told_on_the_command_line_which_statement_it_lacks()
    {
        await mailroom.DeployAsync(without: "PythonReads");
        var (_, decisions) = await mailroom.CallAllAsync(Calls().Select(static one => one.Route));
        var explained = await Cli.RunAsync("explain", decisions.Single(static one => !one.IsAllowed && one.Statement is null).Id, "--port", $"{mailroom.Port}");

        Assert.True(explained.ExitCode == 0, explained.Error);
        Assert.Matches(@"The smallest change that would allow it:\s.*\bEffect: Allow, Action: secretsmanager:GetSecretValue, Resource: !Ref Stamp\b", explained.Output);
    }

    private static IEnumerable<Call> Calls() => from function in Functions from kind in Kinds.Append(Kept) select new Call(function, kind);

    private static IEnumerable<string> Denied() => Functions.Select(static function => $"{Folder(function)}/{Kept.Call}");

    private static string Folder(string function) => function.ToLowerInvariant();

    private static string Decided(AccessDecision decision) =>
        $"{decision.Verdict} {decision.Caller!.Split('/')[1].Split('-').First(static part => part.EndsWith("Role", StringComparison.Ordinal))} {decision.Target} {decision.Action} {decision.Resource} by {decision.Statement}";

    private static string Code(Call refused) => refused.Kind.Service == "secretsmanager" ? "AccessDeniedException" : "AccessDenied";

    /// <summary>SQS writes its actions small, S3 puts what is called into quotes, and Secrets Manager names a secret as the call does.</summary>
    private string Words(Call refused, AccessDecision decision)
    {
        var action = $"{refused.Kind.Service}:{(refused.Kind.Service == "sqs" ? refused.Kind.Action.ToLowerInvariant() : refused.Kind.Action)}";
        var resource = refused.Resource(mailroom);
        return $"User: {decision.Caller} is not authorized to perform: {action} on resource: {(refused.Kind.Service == "s3" ? $"\"{resource}\"" : resource)} because no identity-based policy allows the {action} action";
    }

    /// <summary>What a statement lets a function do.</summary>
    private sealed record Permission(string Statement, string Call, string Service, string Action, Func<Parts, string> Resource, Func<Parts, string> Answer);

    /// <summary>The ARNs of what the template declares, and the folder of a function.</summary>
    private sealed record Parts(string Queue, string Secret, string Bucket, string Folder);

    /// <summary>A call of a function.</summary>
    private sealed record Call(string Function, Permission Kind)
    {
        public string Route => $"{Folder(Function)}/{Kind.Call}";

        public string Statement => $"{Function}{Kind.Statement}";

        /// <summary>How an explanation names the statement that would allow the call.</summary>
        public string Missing => $@"The smallest change that would allow it:\s.*\bEffect: Allow, Action: {Kind.Service}:{Kind.Action}, Resource: .*\b{(Kind.Service switch { "sqs" => "Letters", "s3" => "Archive", _ => "Stamp" })}\b";

        public string Expected(Mailroom mailroom) => Kind.Answer(PartsOf(mailroom));

        public string Resource(Mailroom mailroom) => Kind.Resource(PartsOf(mailroom));

        public string Decided(Mailroom mailroom, Verdict verdict, string? by) => $"{verdict} {Function}Role {Kind.Service} {Kind.Service}:{Kind.Action} {Resource(mailroom)} by {by}";

        private Parts PartsOf(Mailroom mailroom) => new(mailroom.QueueArn, mailroom.SecretArn, mailroom.BucketArn, Folder(Function));
    }
}
