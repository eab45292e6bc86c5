using Emulation.Access;
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
        var source = access.SourceOf(delivery);
        var what = $"{(source == delivery.LogicalId ? source : Upper(source))} cannot {DeliveryAccess.VerbOf(delivery)} {access.NameOf(delivery.TargetArn)}";
        if (delivery is { NeedsRole: true, RoleArn: null })
        {
            return new Finding(this, delivery.LogicalId, delivery.Line, $"{what}: {delivery.Service} does it as a role only, and none is given.", "Give it a RoleArn.");
        }

        return access.Questions(delivery).Select(question => (Question: question, Decision: question.Decide()))
            .Where(one => one.Decision.Verdict != Verdict.Allow && !DeliveryAccess.IsUntold(subject.Main, one.Decision))
            .Select(one => new Finding(
                this, delivery.LogicalId, delivery.Line, $"{what}: {Lower(one.Question.Why(one.Decision))}", Remedy(subject, delivery, one.Question, one.Decision)))
            .FirstOrDefault();
    }

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

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Lower(string text) => char.ToLowerInvariant(text[0]) + text[1..];
}
