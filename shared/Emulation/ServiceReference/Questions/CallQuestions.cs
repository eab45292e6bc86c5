using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Emulation.ServiceReference.Questions;

/// <summary>
/// What a call asks of policies, as far as the data and the call's members tell: each action, on the resources that the call names. What they do not tell is
/// unknown, never left out.
/// </summary>
internal static class CallQuestions
{
    private const string PassRole = "iam:PassRole";

    /// <summary>Operations that begin so hand over a role that they name, though the data do not say of all of them that they do.</summary>
    private static readonly string[] Configuring = ["Create", "Update", "Put", "Start", "Register", "Modify", "Run", "Submit", "Import"];

    /// <summary>Actions that the data name beside others, and that no signed call of today asks, each with why.</summary>
    private static readonly Dictionary<string, string> NeverOfSigned = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bedrock:CallWithBearerToken"] = "asked of calls with an API key in place of a signature (Amazon Bedrock User Guide, \"API keys\")",
        ["bedrock-mantle:CallWithBearerToken"] = "as bedrock:CallWithBearerToken",
        ["cloudwatch:CallWithBearerToken"] = "as bedrock:CallWithBearerToken",
        ["logs:CallWithBearerToken"] = "as bedrock:CallWithBearerToken",
        ["athena:GetCatalogs"] = "of the catalog that Athena kept itself before AWS Glue's (Amazon Athena User Guide, \"Upgrading to the AWS Glue Data Catalog\")",
        ["athena:GetTable"] = "as athena:GetCatalogs",
        ["athena:GetTables"] = "as athena:GetCatalogs",
    };

    /// <summary>Types that the data name for an action and that no call of it is asked on, each with why.</summary>
    private static readonly Dictionary<(string Action, string Type), string> NeverAskedOn = new()
    {
        [("batch:SubmitJob", "job")] = "AWS draws its id once it is allowed: policies name the job definition and the queue (AWS Batch User Guide, \"Resource-level permissions\")",
    };

    /// <summary>The questions, the operation's own action first. Empty for an operation that the data say nothing of: see <see cref="ModelOperation.Actions"/>.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="call">The call's members by the names of model or wire, those of path, query and headers too.</param>
    /// <param name="place">Where the call is made.</param>
    public static ImmutableArray<AskedAction> Of(ModelOperation operation, JsonObject call, CallPlace place) => Of([operation], call, place);

    /// <summary>The same, where other APIs have an operation of the name.</summary>
    /// <param name="operations">The operation, and those of the same name that a server does not tell from it.</param>
    /// <param name="call">The call's members.</param>
    /// <param name="place">Where the call is made.</param>
    public static ImmutableArray<AskedAction> Of(ImmutableArray<ModelOperation> operations, JsonObject call, CallPlace place)
    {
        var operation = operations[0];
        var (values, tags) = (CallValues.Of(operation, call), RequestTags.Of(call));
        var asked = ImmutableArray.CreateBuilder<AskedAction>();
        foreach (var action in operation.Actions)
        {
            if (action.Name == PassRole && operation.Name != "PassRole")
            {
                asked.AddRange(Passing(action, PassedRoles.Of(call, place)));
            }
            else if (Why(operations, action, tags, call) is { } why)
            {
                asked.Add(Asking(operation, action, values, tags, place, why));
            }
        }

        if (Configuring.Any(verb => operation.Name.StartsWith(verb, StringComparison.Ordinal)) && !operation.Actions.Any(static action => action.Name == PassRole))
        {
            asked.AddRange(Passing(new OperationAction(PassRole, PassedToOf(operation.Api)), PassedRoles.OfMembers(call, place)));
        }

        // What only tags and roles would ask, and a call has none of: something is asked of each call.
        if (asked.Count == 0)
        {
            asked.AddRange(operation.Actions.SelectMany(action => action.Name == PassRole
                ? Passing(action, [PassedRoles.AnyOf(place)])
                : [Asking(operation, action, values, tags, place, AskedBecause.MayBe)]));
        }

        return asked.DrainToImmutable();
    }

    /// <summary>The service that other operations of the API hand roles to, the API's own where there are several: the same gets those of which the data do not say it.</summary>
    private static ImmutableArray<string> PassedToOf(ServiceApi api)
    {
        var services = api.Operations.Values.SelectMany(static operation => operation.Actions).Where(static action => action.Name == PassRole)
            .SelectMany(static action => action.PassedTo).Distinct(StringComparer.Ordinal).ToImmutableArray();
        return services.Length == 1 ? services : [.. services.Where(name => name == $"{api.Service.Prefix}.amazonaws.com")];
    }

    /// <summary>Null where the call does not ask it.</summary>
    private static AskedBecause? Why(ImmutableArray<ModelOperation> operations, OperationAction action, RequestTags tags, JsonObject call)
    {
        var operation = operations[0];
        if (operation.Actions is [_] || action == OwnOf(operation))
        {
            return AskedBecause.OfOperation;
        }

        return action.Facts?.Level == AccessLevel.Tagging
            ? tags.Any ? AskedBecause.OfTags : null
            : NeverOfSigned.ContainsKey(action.Name) || IsOlderName(operation, action) || !Occasion.Asks(operations, action, call) ? null
            : AskedBecause.MayBe;
    }

    /// <summary>The action of the operation's name: of its own service, else of the one whose resources it is on, as <c>es</c> of OpenSearch. Null where there is none.</summary>
    private static OperationAction? OwnOf(ModelOperation operation) => operation.Actions.Where(action => action.Name.EndsWith($":{operation.Name}", StringComparison.Ordinal))
        .OrderByDescending(action => action.Name.StartsWith($"{operation.Api.Service.Prefix}:", StringComparison.Ordinal)).FirstOrDefault();

    // Amazon OpenSearch Service Developer Guide, "API permissions": those of the older API are deprecated, and the same operations by another name.
    private static bool IsOlderName(ModelOperation operation, OperationAction action) =>
        operation.Api.Name == "opensearch" && OwnOf(operation) is { } own && own != action
        && action.Name.Replace("Elasticsearch", "", StringComparison.Ordinal).Replace("CrossClusterSearch", "", StringComparison.Ordinal) == own.Name;

    private static AskedAction Asking(ModelOperation operation, OperationAction action, CallValues values, RequestTags tags, CallPlace place, AskedBecause why)
    {
        if (action.Facts is not { } facts || ServiceData.Find(facts.Service) is not { } service)
        {
            return new AskedAction(action.Name, [Anything], why);
        }

        var named = new NamedResources(operation, service, values, place);
        var touched = facts.Targets.Where(target => !NeverAskedOn.ContainsKey((facts.Name, target.Type.Name)))
            .OrderByDescending(static target => target.IsRequired)
            .Select(target => (Target: target, Resources: named.Of(target).ToList()))
            .Where(static one => one.Resources.Count > 0)
            .ToList();
        var strays = facts.Targets.IsEmpty ? [] : named.Strays;
        var tagged = TaggedIds.Of(service, facts, values, place).ToList();
        var all = AskedArn.Distinct(touched.SelectMany(static one => one.Resources).Concat(strays).Concat(tagged)).ToImmutableArray();
        return new AskedAction(action.Name, all.IsEmpty ? [AskedArn.Everything] : all, why)
        {
            Keys = [.. tags.KeysOf(facts.Keys.Select(static key => key.Name))],
            UnknownKeys = UnknownKeys(facts, strays.IsEmpty && tagged.Count == 0 ? touched.Select(static one => one.Target) : facts.Targets),
            IsUnnamed = all.IsEmpty && !facts.Targets.IsEmpty,
            MayTouch = tagged.Count > 0 ? [] : [.. facts.Targets.SelectMany(named.Perhaps).ExceptBy(all.Select(static arn => arn.Text), static arn => arn.Text)],
        };
    }

    /// <summary>Those of the action, and of the types of the resources that it is on.</summary>
    private static ImmutableArray<string> UnknownKeys(ServiceAction facts, IEnumerable<ActionTarget> touched) =>
    [
        .. facts.Keys.Concat(touched.SelectMany(static target => target.Type.Keys))
            .Select(static key => key.Name)
            .Where(static key => !RequestTags.Says(key))
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Of an action that the data only name: any resource.</summary>
    private static AskedArn Anything { get; } = new("{resource+}", ["resource"]);

    /// <summary>A role may be meant for several services, and which of them it is is not told: it must be allowed for each.</summary>
    private static IEnumerable<AskedAction> Passing(OperationAction action, ImmutableArray<AskedArn> roles)
    {
        if (roles.IsEmpty)
        {
            yield break;
        }

        if (action.PassedTo.IsEmpty)
        {
            yield return new AskedAction(PassRole, roles, AskedBecause.OfRole) { UnknownKeys = ["iam:PassedToService", "iam:AssociatedResourceArn"] };
        }

        foreach (var service in action.PassedTo)
        {
            yield return new AskedAction(PassRole, roles, AskedBecause.OfRole) { Keys = [new("iam:PassedToService", [service])], UnknownKeys = ["iam:AssociatedResourceArn"] };
        }
    }
}
