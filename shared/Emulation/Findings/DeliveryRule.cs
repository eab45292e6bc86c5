using Emulation.Decisions;
using Iam;
using Sam;

namespace Emulation.Findings;

/// <summary>A rule about what services do by themselves with resources of others: no call for it comes to LocalAws, and where it fails on AWS nobody is told.</summary>
internal abstract class DeliveryRule(string code, string name, string why, DeliveryKind kind) : Rule(code, name, Severity.Error, why)
{
    public sealed override IEnumerable<Finding> Find(LintSubject subject) =>
        subject.Main.Deliveries.Where(delivery => delivery.Kind == kind).Select(delivery => Find(subject, delivery)).OfType<Finding>();

    private Finding? Find(LintSubject subject, Delivery delivery)
    {
        var access = subject.Deliveries;
        var source = access.NameOf(delivery.SourceArn);
        var what = $"{(source == delivery.SourceArn ? delivery.LogicalId : Upper(source))} cannot {Verb(delivery)} {access.NameOf(delivery.TargetArn)}";
        if (delivery is { NeedsRole: true, RoleArn: null })
        {
            return new Finding(this, delivery.LogicalId, delivery.Line, $"{what}: {delivery.Service} does it as a role only, and none is given.", "Give it a RoleArn.");
        }

        return access.Questions(delivery).Select(question => (Question: question, Decision: question.Decide()))
            .Where(one => one.Decision.Verdict != Verdict.Allow && !IsUntold(subject, one.Decision))
            .Select(one => new Finding(
                this, delivery.LogicalId, delivery.Line, $"{what}: {Lower(one.Question.Why(one.Decision))}", Remedy(subject, delivery, one.Question, one.Decision)))
            .FirstOrDefault();
    }

    private static string Verb(Delivery delivery) => delivery.Actions switch
    {
        ["lambda:InvokeFunction"] => "call",
        ["states:StartExecution"] => "start",
        ["s3:PutObject"] or ["kinesis:PutRecord"] or ["firehose:PutRecord"] or ["logs:PutLogEvents"] => "write to",
        [var first, ..] when first.StartsWith("dynamodb:", StringComparison.Ordinal) && delivery.Kind == DeliveryKind.StateMachineTask => "use",
        { Length: > 1 } => "read",
        _ => "send to",
    };

    private static string Remedy(LintSubject subject, Delivery delivery, DecisionSubject question, Decision decision)
    {
        var request = question.Request;
        var on = subject.Deliveries.NameOf(request.Resource);
        return decision.Verdict == Verdict.ExplicitDeny ? "Narrow the statement that denies it."
            : request.Action == "sts:AssumeRole" ? $"Let {delivery.Service} assume {subject.Deliveries.RoleOf(delivery)!.LogicalId}, in its AssumeRolePolicyDocument."
            : subject.Deliveries.RoleOf(delivery) is { } role ? $"Let {role.LogicalId} {request.Action} on {on}, in a policy of the role."
            : $"Let {delivery.Service} {request.Action} on {on} {Place(request.Action)}, with the aws:SourceArn {delivery.SourceArn}.";
    }

    private static string Place(string action) => action.Split(':')[0] switch
    {
        "sqs" => "in an AWS::SQS::QueuePolicy",
        "sns" => "in an AWS::SNS::TopicPolicy",
        "lambda" => "with an AWS::Lambda::Permission",
        "logs" => "in an AWS::Logs::ResourcePolicy",
        "kms" => "in the KeyPolicy",
        "events" => "with an AWS::Events::EventBusPolicy",
        _ => "in the resource's policy",
    };

    // Where a policy cannot be told, it may well allow it.
    private static bool IsUntold(LintSubject subject, Decision decision) => decision.Closed is not null || (decision.Verdict == Verdict.ImplicitDeny && subject.Main.Closures.Any(
        static closure => closure.Property.Contains("Polic", StringComparison.Ordinal) || closure.Property is "Condition" or "Queues" or "Topics" or "Statement"
            || closure.Property.StartsWith("Statement", StringComparison.Ordinal)));

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Lower(string text) => char.ToLowerInvariant(text[0]) + text[1..];
}
