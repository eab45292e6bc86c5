using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;
using Emulation.Upstreams.Forms;
using Iam;

namespace Emulation.Fronts.Email;

/// <summary>
/// Amazon SES in both its APIs: which one a call is of, its protocol tells. What else is signed as <c>ses</c>, as Mail Manager, asks what AWS's service data say. Service
/// Authorization Reference, "Actions, resources, and condition keys for Amazon SES"; Amazon SES Developer Guide, "Controlling access to Amazon SES".
/// </summary>
internal sealed class EmailService : FrontedService
{
    private const string Version = "2010-12-01";
    private const string Principal = "ses.amazonaws.com";
    private static readonly ReferencedService Others = ReferencedService.Find("ses")!;

    public override string SigningName => "ses";

    public override IReadOnlyList<IFrontForm> Forms { get; } =
    [
        new QueryForm("ses", Version, $"http://ses.amazonaws.com/doc/{Version}/", new FrontDialect { Denied = (403, "AccessDenied"), HasQueryCodes = true }),
        .. Others.Forms.Where(static form => form is not QueryForm),
    ];

    public override IReadOnlyCollection<string> Operations { get; } = [.. EmailOperations.OfFirst.Keys.Union(EmailOperations.OfSecond.Keys).Union(Others.Operations)];

    public override TagQuestion? TagsOf(string arn) => arn.Split(':', 6) is ["arn", "aws", "ses", _, _, _]
        ? new TagQuestion("ListTagsForResource", new JsonObject { ["ResourceArn"] = arn })
        : null;

    public override async ValueTask<FrontPlan> PlanAsync(FrontCall call)
    {
        var isFirst = call.Form is QueryForm;
        if (!isFirst && call.Form is not RestForm { Api: "sesv2" })
        {
            return await Others.PlanAsync(call).ConfigureAwait(false);
        }

        var about = (isFirst ? EmailOperations.OfFirst : EmailOperations.OfSecond).TryGetValue(call.Operation, out var known)
            ? known
            : throw new RefusedException(new ServiceRefusal(400, "InvalidAction", $"{call.Operation} is an operation of the other API of Amazon SES."));
        var asks = about.Length == 0 ? await SpecialAsync(call, isFirst).ConfigureAwait(false) : About(call, about);
        var tags = call.Operation is "TagResource" || call.Operation.StartsWith("Create", StringComparison.Ordinal) ? call.Tags("Tags") : [];
        var keys = Keys(call, isFirst, tags).ToList();
        var isTagged = tags.Count > 0 && call.Operation != "TagResource";
        IEnumerable<Ask> all = [.. asks, .. isTagged ? About(call, about).Select(static ask => ask with { Action = "ses:TagResource" }) : []];
        return new FrontPlan([.. all.Select(ask => Worded(call, isFirst, ask.With(keys))), .. Passed(call)]) { Done = EmailPolicies.Of(call) };
    }

    /// <summary>The resources that an operation's row names, and those that it names besides.</summary>
    private static List<Ask> About(FrontCall call, string about)
    {
        var slash = about.IndexOf('/', StringComparison.Ordinal);
        var operation = call.Operation;
        List<Ask> asks = [slash < 0 ? new Ask($"ses:{call.Operation}", "*") : OfKind(call, about[..slash], about[(slash + 1)..])];
        foreach (var (kind, name) in ((string, string?)[])
        [
            ("dedicated-ip-pool", call.Structure("DeliveryOptions")?.Text("SendingPoolName")),
            ("dedicated-ip-pool", operation == "PutConfigurationSetDeliveryOptions" ? call.Text("SendingPoolName") : null),
            ("configuration-set", operation == "PutEmailIdentityConfigurationSetAttributes" ? call.Text("ConfigurationSetName") : null),
            ("arn", call.Structure("ArchivingOptions")?.Text("ArchiveArn")),
            ("arn", operation == "PutConfigurationSetArchivingOptions" ? call.Text("ArchiveArn") : null),
            ("arn", operation.EndsWith("TenantResourceAssociation", StringComparison.Ordinal) ? call.Needed("ResourceArn") : null),
        ])
        {
            if (name is { Length: > 0 })
            {
                asks.Add(Named(call, kind, name));
            }
        }

        return asks;
    }

    private static Ask OfKind(FrontCall call, string kind, string member)
    {
        var names = member.Split('.');
        var holder = names.Length == 1 ? call : call.Structure(names[0]) ?? throw FrontCall.Invalid($"The request must have {names[0]}.");
        return Named(call, kind, holder.Needed(names[^1]));
    }

    private static Ask Named(FrontCall call, string kind, string name) => kind switch
    {
        "arn" when name.StartsWith("arn:aws:ses:", StringComparison.Ordinal) => call.Of($"ses:{call.Operation}", name),
        "arn" => throw FrontCall.Invalid($"'{Wire.ClientText.Shown(name)}' is no ARN of Amazon SES."),
        "identity" => call.Of($"ses:{call.Operation}", SendingIdentity.Arn(call, name)),

        // Its ARN ends with an id, which only the server knows.
        "tenant" => OneOf(call, $"tenant/{name.Replace("{", "", StringComparison.Ordinal)}/{{id}}"),
        _ when name.Contains('/', StringComparison.Ordinal) => throw FrontCall.Invalid($"'{Wire.ClientText.Shown(name)}' is no name: it has a slash."),
        _ => call.Of($"ses:{call.Operation}", $"arn:aws:ses:{call.Region}:{call.Home}:{kind}/{name}"),
    };

    private static Ask OneOf(FrontCall call, string shape)
    {
        var arn = $"arn:aws:ses:{call.Region}:{call.Home}:{shape}";
        return new Ask($"ses:{call.Operation}", arn) { OneOf = ResourceShape.Parse(arn) };
    }

    private static async ValueTask<List<Ask>> SpecialAsync(FrontCall call, bool isFirst)
    {
        switch (call.Operation)
        {
            case "BatchGetMetricData":
                return [.. call.Structures("Queries").SelectMany(query => Measured(call, query.Structure("Dimensions"))).DistinctBy(static ask => ask.Resource)];
            case "CreateDeliverabilityTestReport":
                var sender = await SendingIdentity.OfSenderAsync(call, EmailAddress.Parse(call.Needed("FromEmailAddress")), null).ConfigureAwait(false);
                return [.. sender.Select(arn => call.Of("ses:CreateDeliverabilityTestReport", arn))];
            case "ListRecommendations":
                return [call.Structure("Filter")?.Text("RESOURCE_ARN") is { Length: > 0 } arn ? Named(call, "arn", arn) : new Ask("ses:ListRecommendations", "*")];
            case "GetReputationEntity" or "UpdateReputationEntityCustomerManagedStatus" or "UpdateReputationEntityPolicy" or "ListReputationEntities":
                return Reputation(call);
            default:
                return await SentAsync(call, isFirst).ConfigureAwait(false);
        }
    }

    private static IEnumerable<Ask> Measured(FrontCall call, FrontCall? dimensions)
    {
        var identity = dimensions?.Text("EMAIL_IDENTITY");
        var set = dimensions?.Text("CONFIGURATION_SET");
        return identity is null && set is null
            ? [new Ask($"ses:{call.Operation}", "*")]
            : [.. new[] { ("identity", identity), ("configuration-set", set) }.Where(static one => one.Item2 is not null).Select(one => Named(call, one.Item1, one.Item2!))];
    }

    /// <summary>The tenant whose reputation it is: by its ARN, or any.</summary>
    private static List<Ask> Reputation(FrontCall call)
    {
        var entity = call.Text("ReputationEntityReference");
        List<Ask> asks = [entity?.StartsWith("arn:aws:ses:", StringComparison.Ordinal) == true ? Named(call, "arn", entity) : OneOf(call, "tenant/{name}/{id}")];
        if (call.Operation == "UpdateReputationEntityPolicy")
        {
            asks.Add(Named(call, "arn", call.Needed("ReputationEntityPolicy")));
        }

        return asks;
    }

    /// <summary>A message is asked on the sender's identity, its configuration set and its template.</summary>
    private static async ValueTask<List<Ask>> SentAsync(FrontCall call, bool isFirst)
    {
        var message = SentMessage.Read(call, isFirst);
        var keys = message.Keys().ToList();
        var arns = await message.IdentitiesAsync().ConfigureAwait(false);
        return [.. arns.Concat(message.Resources).Select(arn => call.Of($"ses:{message.Action}", arn).With(keys))];
    }

    private static IEnumerable<ConditionKey> Keys(FrontCall call, bool isFirst, IReadOnlyCollection<KeyValuePair<string, string>> tags) =>
    [
        new ConditionKey("ses:ApiVersion", isFirst ? "1" : "2"),
        .. ConditionKey.OfRequest(tags),
        .. call.Operation == "UntagResource" ? ConditionKey.OfRequest(call.Texts("TagKeys")) : [],
        .. ConditionKey.IfAny("ses:ExportSourceType", ExportOf(call)),
    ];

    private static string? ExportOf(FrontCall call) => call.Operation switch
    {
        "CreateExportJob" => call.Structure("ExportDataSource")?.Members.ContainsKey("MetricsDataSource") == true ? "METRICS_DATA" : "MESSAGE_INSIGHTS",
        "ListExportJobs" => call.Text("ExportSourceType"),
        _ => null,
    };

    /// <summary>The roles that event destinations and the actions of receipt rules give the service.</summary>
    private static IEnumerable<Ask> Passed(FrontCall call)
    {
        var firehose = call.Structure("EventDestination")?.Structure("KinesisFirehoseDestination");
        string?[] roles =
        [
            firehose?.Text(firehose.Members.ContainsKey("IAMRoleARN") ? "IAMRoleARN" : "IamRoleArn"),
            .. (call.Structure("Rule")?.Structures("Actions") ?? []).Select(static action => action.Structure("S3Action")?.Text("IamRoleArn")),
        ];
        return roles.OfType<string>().Where(static role => role.Length > 0).Distinct(StringComparer.Ordinal).Select(role => call.Passing(role, Principal));
    }

    /// <summary>Its refusals have words of their own, and no reason.</summary>
    private static Ask Worded(FrontCall call, bool isFirst, Ask ask) => ask with
    {
        Refusal = new ServiceRefusal(
            403,
            isFirst ? "AccessDenied" : "AccessDeniedException",
            $"User `{call.Caller.Principal.Arn}' is not authorized to perform `{ask.Action}' on resource `{ask.Resource}'"),
    };
}
