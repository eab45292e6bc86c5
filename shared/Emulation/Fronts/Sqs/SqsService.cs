using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;
using Emulation.Upstreams.Forms;

namespace Emulation.Fronts.Sqs;

/// <summary>
/// Amazon SQS. Service Authorization Reference, "Actions, resources, and condition keys for Amazon SQS"; Amazon SQS Developer Guide, "Amazon SQS API permissions".
/// </summary>
internal sealed class SqsService : FrontedService
{
    private const string Version = "2012-11-05";

    private static readonly FrontDialect Dialect = new()
    {
        Denied = (403, "AccessDenied"),
        Namespace = "com.amazon.coral.service#",
        HasQueryCodes = true,
        TellsQueryError = true,
        MaxClockSkew = TimeSpan.FromMinutes(15),
    };

    /// <summary>What another account may never do, whatever a queue's policy says.</summary>
    private static readonly string[] OfOwnAccount =
        ["AddPermission", "CreateQueue", "DeleteQueue", "ListQueues", "ListQueueTags", "RemovePermission", "SetQueueAttributes", "TagQueue", "UntagQueue"];

    private static readonly string[] OfOneQueue =
    [
        "AddPermission", "ChangeMessageVisibility", "ChangeMessageVisibilityBatch", "DeleteMessage", "DeleteMessageBatch", "DeleteQueue", "GetQueueAttributes",
        "ListDeadLetterSourceQueues", "ListQueueTags", "PurgeQueue", "ReceiveMessage", "RemovePermission", "SendMessage", "SendMessageBatch", "SetQueueAttributes", "TagQueue",
        "UntagQueue",
    ];

    public override string SigningName => "sqs";

    public override IReadOnlyList<IFrontForm> Forms { get; } =
    [
        new JsonForm("sqs", "AmazonSQS", "1.0", Dialect),
        new QueryForm("sqs", Version, $"http://queue.amazonaws.com/doc/{Version}/", Dialect) { HasDetail = true },
    ];

    public override IReadOnlyCollection<string> Operations { get; } =
        [.. OfOneQueue, "CancelMessageMoveTask", "CreateQueue", "GetQueueUrl", "ListMessageMoveTasks", "ListQueues", "StartMessageMoveTask"];

    public override TimeSpan MaxClockSkew => Dialect.MaxClockSkew;

    public override TagQuestion? TagsOf(string arn) => arn.Split(':') is ["arn", "aws", "sqs", _, var account, { Length: > 0 } name]
        ? new TagQuestion("ListQueueTags", new JsonObject { ["QueueUrl"] = $"http://localhost/{account}/{name}" })
        : null;

    public override async ValueTask<FrontPlan> PlanAsync(FrontCall call) => call.Operation switch
    {
        "CreateQueue" => await CreatedAsync(call).ConfigureAwait(false),
        "GetQueueUrl" => FrontPlan.Of(Ask(call, "GetQueueUrl", QueueName.Of(call, call.Needed("QueueName"), call.Text("QueueOwnerAWSAccountId")))) with
        {
            Rewrite = QueueUrls.RewriterFor(call.Host),
        },
        "ListQueues" => FrontPlan.Of(Ask(call, "ListQueues", $"arn:aws:sqs:{call.Region}:{call.Home}:")) with { Rewrite = QueueUrls.RewriterFor(call.Host) },
        "StartMessageMoveTask" => await MovingAsync(call).ConfigureAwait(false),
        "ListMessageMoveTasks" => FrontPlan.Of(Ask(call, "ListMessageMoveTasks", call.Needed("SourceArn")), Ask(call, "GetQueueAttributes", call.Needed("SourceArn"))),
        "CancelMessageMoveTask" => Cancelled(call),
        var operation => OfQueue(call, operation),
    };

    private static FrontPlan OfQueue(FrontCall call, string operation)
    {
        var arn = QueueName.OfUrl(call);
        var asked = Ask(call, operation.EndsWith("Batch", StringComparison.Ordinal) ? operation[..^5] : operation, arn).With(operation switch
        {
            "TagQueue" => ConditionKey.OfRequest(QueueTags.Of(call)),
            "UntagQueue" => ConditionKey.OfRequest(call.Texts("TagKeys").Concat(call.Texts("TagKey"))),
            _ => [],
        });
        return QueueKeys.Plan(call, arn, QueuePolicies.Plan(call, operation, arn, asked));
    }

    /// <summary>The policy of a queue that is there already stays: whoever may make queues may not open another's.</summary>
    private static async ValueTask<FrontPlan> CreatedAsync(FrontCall call)
    {
        var arn = QueueName.Of(call, call.Needed("QueueName"), null);
        var tags = QueueTags.Of(call);
        var asked = Ask(call, "CreateQueue", arn).With(ConditionKey.OfRequest(tags));
        var plan = QueuePolicies.Plan(call, "CreateQueue", arn, tags.Count == 0 ? [asked] : [asked, Ask(call, "TagQueue", arn).With(ConditionKey.OfRequest(tags))]);
        var isNew = plan.Done is not null
            && (await call.Behind.ReplyAsync("GetQueueUrl", new JsonObject { ["QueueName"] = call.Needed("QueueName") }).ConfigureAwait(false)).IsAbsent;
        return QueueKeys.Plan(call, arn, plan with { Done = isNew ? plan.Done : null }) with { Rewrite = QueueUrls.RewriterFor(call.Host) };
    }

    /// <summary>Messages are taken from one queue and put into another: where none is named, into the queues that they came from, which only the server knows.</summary>
    private static ValueTask<FrontPlan> MovingAsync(FrontCall call)
    {
        var source = call.Needed("SourceArn");
        List<Ask> asks =
        [
            .. OfMove("StartMessageMoveTask").Select(operation => Ask(call, operation, source)),
        ];
        asks.Add(call.Text("DestinationArn") is { } destination ? Ask(call, "SendMessage", destination) : QueueName.AnyOf(call, "sqs:SendMessage"));
        return ValueTask.FromResult(new FrontPlan(asks));
    }

    /// <summary>The handle holds the queue's ARN, in base64.</summary>
    private static FrontPlan Cancelled(FrontCall call)
    {
        var arn = QueueName.OfTaskHandle(call.Needed("TaskHandle"));
        return new FrontPlan([.. OfMove("CancelMessageMoveTask").Select(operation => arn is null ? QueueName.AnyOf(call, $"sqs:{operation}") : Ask(call, operation, arn))]);
    }

    /// <summary>What is asked of the queue from which messages are moved.</summary>
    private static string[] OfMove(string operation) => [operation, "ReceiveMessage", "DeleteMessage", "GetQueueAttributes"];

    private static Ask Ask(FrontCall call, string operation, string arn)
    {
        var action = $"sqs:{operation}";
        return new Ask(action, arn)
        {
            ResourcePolicy = OfOwnAccount.Contains(operation) && QueueName.AccountOf(arn) != call.Home.ToString() ? null : call.Policies.Of(arn),

            // As AWS answers: in lower case.
            ShownAction = action.ToLowerInvariant(),
        };
    }
}
