using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Fronts.Ssm;

/// <summary>The operations of Systems Manager beside Parameter Store: each on what its members name. What is told only by what is made is asked of any of its kind.</summary>
internal static class SystemsPlans
{
    /// <summary>What gets the tags of a call that makes something.</summary>
    private static readonly Dictionary<string, string> Tagged = new(StringComparer.Ordinal)
    {
        ["CreateActivation"] = "managed-instance",
        ["CreateAssociation"] = "association",
        ["CreateDocument"] = "document",
        ["CreateMaintenanceWindow"] = "maintenancewindow",
        ["CreateOpsItem"] = "opsitem",
        ["CreateOpsMetadata"] = "opsmetadata",
        ["CreatePatchBaseline"] = "patchbaseline",
        ["StartAccessRequest"] = "opsitem",
        ["StartAutomationExecution"] = "automation-execution",
        ["StartChangeRequestExecution"] = "automation-execution",
    };

    public static async ValueTask<FrontPlan> PlanAsync(FrontCall call)
    {
        var operation = call.Operation;
        var tags = Tagged.ContainsKey(operation) ? call.Tags("Tags") : [];
        List<Ask> asks = [];
        foreach (var ask in Named(call, operation))
        {
            asks.Add(ask.With([.. Keys(call), .. ConditionKey.OfRequest(tags), .. await DocumentTypeAsync(call, ask).ConfigureAwait(false)]));
        }

        if (tags.Count > 0)
        {
            var id = operation == "CreateDocument" ? call.Needed("Name") : SystemsResource.Unknown;
            asks.Add(Of(call, "AddTagsToResource", Tagged[operation], id).With(ConditionKey.OfRequest(tags)));
        }

        asks.AddRange(SystemsRoles.Passed(call));

        // A document's policy goes with it.
        return new FrontPlan(asks) { Done = operation == "DeleteDocument" && !IsOfVersion(call) ? () => call.Policies.Delete(asks[0].Resource) : null };
    }

    private static bool IsOfVersion(FrontCall call) => call.Text("DocumentVersion") is not null || call.Text("VersionName") is not null;

    /// <summary>Each association of a batch, which names a document and machines.</summary>
    public static FrontPlan OfBatch(FrontCall call) => new(
    [
        .. call.Structures("Entries").SelectMany(entry => Of(entry, "CreateAssociationBatch", [("document", "Name"), ("node", "InstanceId?"), ("node", "Targets?")])),
        .. SystemsRoles.Passed(call),
    ]);

    /// <summary>Tags of a thing whose kind the call says.</summary>
    public static FrontPlan OfTags(FrontCall call)
    {
        var kind = SystemsResource.KindOf(call.Needed("ResourceType"));
        var id = call.Needed("ResourceId");
        var asked = kind == "parameter" ? ParameterPlans.Of(call, call.Operation, ParameterName.ArnOf(call, id, selects: false)) : Of(call, call.Operation, kind, id);
        return asked.With(call.Operation switch
        {
            "AddTagsToResource" => ConditionKey.OfRequest(call.Tags("Tags")),
            "RemoveTagsFromResource" => ConditionKey.OfRequest(call.Texts("TagKeys")),
            _ => [],
        });
    }

    private static IEnumerable<Ask> Named(FrontCall call, string operation)
    {
        var row = SystemsOperations.All[operation];
        if (row.Count == 0)
        {
            // As AWS answers: what only lists is asked on all that the account has.
            var all = operation.StartsWith("Describe", StringComparison.Ordinal) ? $"arn:aws:ssm:{call.Region}:{call.Home}:*" : "*";
            yield return new Ask($"ssm:{operation}", all) { Owner = call.Home };
            yield break;
        }

        foreach (var ask in Of(call, operation, row))
        {
            yield return ask;
        }

        if (operation == "SendCommand" && call.Text("OutputS3BucketName") is { Length: > 0 } bucket)
        {
            yield return new Ask("ssm:SendCommand", $"arn:aws:s3:::{bucket}") { Owner = call.Home };
        }

        if (operation == "CreateDocument")
        {
            foreach (var needed in call.Structures("Requires"))
            {
                yield return Of(call, "GetDocument", "document", needed.Needed("Name"));
            }
        }
    }

    private static IEnumerable<Ask> Of(FrontCall call, string operation, IReadOnlyList<(string Kind, string Member)> row) =>
        row.SelectMany(one => Ids(call, one.Member).Select(id => Of(call, operation, one.Kind, id))).DistinctBy(static ask => ask.Resource);

    private static Ask Of(FrontCall call, string operation, string kind, string id)
    {
        var arn = SystemsResource.ArnOf(call, kind, id);
        return id == SystemsResource.Unknown ? new Ask($"ssm:{operation}", arn) { Owner = call.Home, OneOf = ResourceShape.Parse(arn) } : new Ask($"ssm:{operation}", arn);
    }

    private static IEnumerable<string> Ids(FrontCall call, string member)
    {
        var name = member.TrimEnd('?');
        return name.Length == 0 || (!call.Members.ContainsKey(name) && member == name) ? [SystemsResource.Unknown]
            : name == "Targets" ? call.Structures(name).SelectMany(Machines)
            : call.Members[name] is JsonArray ? call.Texts(name)
            : call.Text(name) is { Length: > 0 } id ? [id] : [];
    }

    /// <summary>Machines that a target names, or any, where it is told by tags or groups.</summary>
    private static IEnumerable<string> Machines(FrontCall target) =>
        target.Text("Key") == "InstanceIds" && target.Texts("Values") is { Count: > 0 } ids && !ids.Contains("*") ? ids : [SystemsResource.Unknown];

    private static IEnumerable<ConditionKey> Keys(FrontCall call) => call.Operation switch
    {
        "CreateDocument" => [new("ssm:DocumentType", call.Text("DocumentType") ?? "Command")],
        "CreateResourceDataSync" => [new("ssm:SyncType", call.Text("SyncType") ?? "SyncToDestination")],
        "DeleteResourceDataSync" or "ListResourceDataSync" or "UpdateResourceDataSync" => ConditionKey.IfAny("ssm:SyncType", call.Text("SyncType")),
        "PutInventory" => [new("ssm:InventoryTypeName", [.. call.Structures("Items").Select(static item => item.Needed("TypeName"))])],
        "StartAutomationExecution" => ConditionKey.IfAny("ssm:DocumentVersion", call.Text("DocumentVersion")),
        "StartChangeRequestExecution" =>
            [.. ConditionKey.IfAny("ssm:DocumentVersion", call.Text("DocumentVersion")), new("ssm:AutoApprove", call.Switch("AutoApprove") == true ? "true" : "false")],
        _ => [],
    };

    /// <summary>The type of a document that is there, for which the server is asked where a policy names it.</summary>
    private static async ValueTask<IEnumerable<ConditionKey>> DocumentTypeAsync(FrontCall call, Ask ask)
    {
        const string Key = "ssm:DocumentType";
        if (call.Operation == "CreateDocument" || ask.OneOf is not null || ask.Resource.Split(":document/") is not [_, var name] || !call.Names(ask, Key))
        {
            return [];
        }

        var answer = await call.Behind.AskAsync("DescribeDocument", new JsonObject { ["Name"] = name }).ConfigureAwait(false);
        return ConditionKey.IfAny(Key, (string?)answer?["Document"]?["DocumentType"]);
    }
}
