using System.Collections.Immutable;
using Sam.Catalogue;
using Sam.Errors;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>An event of type <c>Cognito</c>: a user pool that calls the function.</summary>
/// <param name="Name">The event's name.</param>
/// <param name="Function">The function that is called.</param>
/// <param name="Pool">The user pool.</param>
/// <param name="Triggers">When it calls, as <c>LambdaConfig</c> names it: <c>PreSignUp</c>, ...</param>
/// <param name="Values">The event's properties.</param>
/// <param name="Line">Where the event is declared.</param>
internal sealed record TriggerEvent(string Name, Resource Function, Resource Pool, ImmutableArray<string> Triggers, Values Values, int Line);

/// <summary>Reads the events that are triggers of user pools.</summary>
internal sealed class TriggerEvents(ImmutableArray<Resource> resources, ErrorList errors)
{
    /// <summary>The event, or null after an error, which has been reported.</summary>
    public TriggerEvent? Read(string name, Resource function, Values values, int line)
    {
        new ShapeCheck(function.LogicalId, "an event of type Cognito", errors).Check(values.Map, CognitoTypes.Event, values.At);
        if (values.Text("UserPool") is not { } text)
        {
            return null;
        }

        var pools = resources.Where(static resource => resource.TypeName == "AWS::Cognito::UserPool").ToList();
        // The transform asks for !Ref, which has been evaluated to the pool's id.
        if (pools.Find(pool => pool.Declaration.Type!.Ref(pool.Physical) == text) is not { } pool)
        {
            values.Report(
                "UserPool", $"The template declares no user pool '{text}'.",
                DidYouMean.Hint(text, pools.Select(static p => p.LogicalId)) is { } hint ? $"{hint} Refer to it with !Ref." : "Refer to an AWS::Cognito::UserPool with !Ref.");
            return null;
        }

        var triggers = values.Texts("Trigger");
        foreach (var trigger in triggers.Where(static trigger => !CognitoTypes.Triggers.Contains(trigger.Text)))
        {
            values.Report(
                trigger, "Trigger", $"'{trigger.Text}' is not a trigger that an event can name.",
                DidYouMean.Hint(trigger.Text, CognitoTypes.Triggers) ?? $"Use one of {string.Join(", ", CognitoTypes.Triggers)}.");
        }

        return new TriggerEvent(name, function, pool, [.. triggers.Select(static trigger => trigger.Text).Where(CognitoTypes.Triggers.Contains)], values, line);
    }
}
