using Emulation.Decisions;
using Iam;
using Sam;

namespace Emulation.Access;

/// <summary>
/// What a service of AWS does by itself, as a template wires it, and whether the policies let it. No call for it comes to LocalAws: what is said of it is said from
/// the templates alone.
/// </summary>
/// <param name="Stack">The stack whose template wires it.</param>
/// <param name="Delivery">The wiring.</param>
/// <param name="Source">For what the service acts, such as <c>topic News</c>, with its stack where there are several.</param>
/// <param name="Does">What it does, such as <c>send to queue Work</c>.</param>
/// <param name="Word">Whether it may; null where no template declares what decides.</param>
/// <param name="Decision">What decided; default where no policy did.</param>
/// <param name="Reason">Why, in a sentence.</param>
internal sealed record MatrixDelivery(Stack Stack, Delivery Delivery, string Source, string Does, AccessWord? Word, Decision Decision, string Reason)
{
    /// <summary>What people call them all together. No API is called so: its logical id has letters and digits only.</summary>
    public const string Title = "Deliveries (by AWS's services themselves)";

    /// <summary>What is to be known of all of them.</summary>
    public const string Note = "From the template: a server behind LocalAws delivers by itself, and no call for it is seen here.";

    /// <summary>Such as <c>topic News</c> and <c>send to queue Work</c> in one.</summary>
    public string Name => $"{Source} -> {Does}";

    /// <summary>Those of all stacks, in the order of the templates.</summary>
    public static IEnumerable<MatrixDelivery> All(LoadedStacks stacks)
    {
        if (!stacks.All.Any(static stack => stack.Deliveries.Length > 0))
        {
            return [];
        }

        var access = new DeliveryAccess(stacks);
        return
        [
            .. stacks.All.SelectMany(stack => stack.Deliveries.Select(delivery => Of(stack, delivery, access, stacks.AreSeveral ? $" ({stacks.NameOf(stack)})" : "")))
                .DistinctBy(static one => (one.Source, one.Does, one.Reason)),
        ];
    }

    private static MatrixDelivery Of(Stack stack, Delivery delivery, DeliveryAccess access, string of)
    {
        MatrixDelivery Told(AccessWord? word, Decision decision, string reason) => new(
            stack, delivery, $"{access.SourceOf(delivery)}{of}", $"{DeliveryAccess.VerbOf(delivery)} {access.NameOf(delivery.TargetArn)}", word, decision, reason);

        if (delivery is { NeedsRole: true, RoleArn: null })
        {
            return Told(AccessWord.Deny, default, $"{delivery.Service} does it as a role only, and none is given.");
        }

        if (access.IsAllowedByDefault(delivery))
        {
            return Told(AccessWord.Allow, default, "The policy that a topic has by default lets its account's alarms publish.");
        }

        var decided = access.Questions(delivery).Select(static question => (Question: question, Decision: question.Decide())).ToList();
        if (decided.Count == 0)
        {
            return Told(null, default, delivery.RoleArn is { } role && access.RoleOf(delivery) is null
                ? $"No template declares the role {role}." : $"No template declares {access.NameOf(delivery.TargetArn)}, whose policy decides.");
        }

        var refused = decided.FindIndex(static one => one.Decision.Verdict != Verdict.Allow);
        var (asked, decision) = refused >= 0 ? decided[refused] : decided.Find(one => one.Question.Request.Action == delivery.Actions[0]);
        return Told(
            refused < 0 ? AccessWord.Allow : DeliveryAccess.IsUntold(stack, decision) ? AccessWord.Closed : AccessWord.Deny,
            decision,
            DecisionText.For(WhoOf(delivery, asked, access), asked.Request.Action, access.NameOf(asked.Request.Resource), decision));
    }

    /// <summary>Whoever asks, by the name in the template.</summary>
    private static string WhoOf(Delivery delivery, DecisionSubject asked, DeliveryAccess access) =>
        asked.Request.Principal is ServicePrincipal service ? service.Name : access.RoleOf(delivery)!.LogicalId;
}
