using Emulation.Calls;
using Emulation.ServiceReference;
using Emulation.ServiceReference.Questions;
using Emulation.Wire;
using Iam;

namespace Emulation.Upstreams;

/// <summary>
/// Tags of resources of any service in one call: whoever gives them must be allowed to by each resource's own service too. Resource Groups Tagging API Reference, TagResources
/// and UntagResources: "you need the permissions of the service that owns the resource".
/// </summary>
internal static class TaggedResources
{
    private static readonly string[] TakingAway = ["Untag", "Remove", "Delete"];

    /// <summary>What the services of the resources ask beside the call's own action.</summary>
    /// <exception cref="RefusedException">A resource is of another region, or nothing tells which action tags it.</exception>
    public static IEnumerable<Ask> AsksOf(FrontCall call)
    {
        var takesAway = call.Operation == "UntagResources";
        ConditionKey[] keys = [.. takesAway ? ConditionKey.OfRequest(call.Texts("TagKeys")) : ConditionKey.OfRequest(call.Tags("Tags"))];
        return call.Texts("ResourceARNList").Distinct(StringComparer.Ordinal).SelectMany(arn => Of(call, arn, takesAway)).Select(ask => ask.With(keys));
    }

    private static IEnumerable<Ask> Of(FrontCall call, string arn, bool takesAway)
    {
        if (!Arn.TryParse(arn, out var read) || read.Partition != "aws" || ServiceData.Find(read.Service) is not { } service)
        {
            throw FrontCall.Invalid($"{ClientText.Shown(arn)} is no ARN of a service that AWS's service data have.");
        }

        if (read.Region.Length > 0 && read.Region != call.Region)
        {
            throw FrontCall.Invalid($"{ClientText.Shown(arn)} is of another region than {ClientText.Shown(call.Region)}, which the request is signed for.");
        }

        var types = service.TypesOf(arn);
        var tagging = service.Actions.Values.Where(action => action.Level == AccessLevel.Tagging && action.Targets.Any(target => types.Contains(target.Type))).ToList();
        var actions = tagging.Where(action => TakesAway(action) == takesAway).ToList();

        // Amazon S3 has one action for both.
        actions =
        [
            .. (actions.Count == 0 && takesAway ? tagging : actions).OrderBy(static action => IsUsual(action) ? 0 : 1).ThenBy(static action => action.Name, StringComparer.Ordinal),
        ];
        if (actions.Count == 0)
        {
            throw FrontCall.Invalid(
                $"LocalAws cannot tell which action of {service.Prefix} {(takesAway ? "takes tags from" : "tags")} {ClientText.Shown(arn)}. Call that service itself.");
        }

        // Which of several is asked no page says: the usual one must be allowed, and none may be denied.
        return actions.Select((action, i) => call.Of(action.Name, arn) with
        {
            OneOf = ResourceShape.Literal(arn),
            UnknownKeys = [.. action.Keys.Concat(types.SelectMany(static type => type.Keys)).Select(static key => key.Name).Where(static key => !RequestTags.Says(key)).Distinct()],
            IsAllowedUnlessDenied = i > 0,
        });
    }

    private static bool TakesAway(ServiceAction action) => TakingAway.Any(verb => NameOf(action).StartsWith(verb, StringComparison.Ordinal));

    private static bool IsUsual(ServiceAction action) => NameOf(action) is "TagResource" or "UntagResource";

    private static string NameOf(ServiceAction action) => action.Name[(action.Name.IndexOf(':', StringComparison.Ordinal) + 1)..];
}
