using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;
using Emulation.Upstreams.Forms;

namespace Emulation.Fronts.Sns;

/// <summary>
/// Amazon SNS. Service Authorization Reference, "Actions, resources, and condition keys for Amazon SNS"; Amazon SNS Developer Guide, "Amazon SNS API permissions".
/// </summary>
internal sealed class SnsService : FrontedService
{
    private const string Version = "2010-03-31";
    private const string Principal = "sns.amazonaws.com";

    /// <summary>What a topic's policy can be about, and so all that another account may do.</summary>
    private static readonly string[] OfPolicies =
    [
        "AddPermission", "DeleteTopic", "GetDataProtectionPolicy", "GetTopicAttributes", "ListSubscriptionsByTopic", "Publish", "PutDataProtectionPolicy", "RemovePermission",
        "SetTopicAttributes", "Subscribe",
    ];

    /// <summary>What is about no resource, as [account]:* is evaluated: recorded refusals show it.</summary>
    private static readonly string[] OfAccount =
    [
        "CheckIfPhoneNumberIsOptedOut", "CreateSMSSandboxPhoneNumber", "DeleteSMSSandboxPhoneNumber", "GetSMSAttributes", "GetSMSSandboxAccountStatus", "ListOriginationNumbers",
        "ListPhoneNumbersOptedOut", "ListPlatformApplications", "ListSMSSandboxPhoneNumbers", "ListSubscriptions", "ListTopics", "OptInPhoneNumber", "SetSMSAttributes",
        "VerifySMSSandboxPhoneNumber",
    ];

    /// <summary>What is about one thing, and the member that names it.</summary>
    private static readonly Dictionary<string, (string Member, Func<FrontCall, string, string> Read)> OfOne = new(StringComparer.Ordinal)
    {
        ["AddPermission"] = ("TopicArn", TopicName.Of),
        ["ConfirmSubscription"] = ("TopicArn", TopicName.Of),
        ["CreatePlatformEndpoint"] = ("PlatformApplicationArn", TopicName.OfApplication),
        ["DeleteEndpoint"] = ("EndpointArn", TopicName.OfEndpoint),
        ["DeletePlatformApplication"] = ("PlatformApplicationArn", TopicName.OfApplication),
        ["DeleteTopic"] = ("TopicArn", TopicName.Of),
        ["GetDataProtectionPolicy"] = ("ResourceArn", TopicName.Of),
        ["GetEndpointAttributes"] = ("EndpointArn", TopicName.OfEndpoint),
        ["GetPlatformApplicationAttributes"] = ("PlatformApplicationArn", TopicName.OfApplication),
        ["GetSubscriptionAttributes"] = ("SubscriptionArn", TopicName.OfSubscription),
        ["GetTopicAttributes"] = ("TopicArn", TopicName.Of),
        ["ListEndpointsByPlatformApplication"] = ("PlatformApplicationArn", TopicName.OfApplication),
        ["ListSubscriptionsByTopic"] = ("TopicArn", TopicName.Of),
        ["ListTagsForResource"] = ("ResourceArn", TopicName.Of),
        ["PublishBatch"] = ("TopicArn", TopicName.Of),
        ["PutDataProtectionPolicy"] = ("ResourceArn", TopicName.Of),
        ["RemovePermission"] = ("TopicArn", TopicName.Of),
        ["SetEndpointAttributes"] = ("EndpointArn", TopicName.OfEndpoint),
        ["SetPlatformApplicationAttributes"] = ("PlatformApplicationArn", TopicName.OfApplication),
        ["SetSubscriptionAttributes"] = ("SubscriptionArn", TopicName.OfSubscription),
        ["SetTopicAttributes"] = ("TopicArn", TopicName.Of),
        ["Subscribe"] = ("TopicArn", TopicName.Of),
        ["TagResource"] = ("ResourceArn", TopicName.Of),
        ["Unsubscribe"] = ("SubscriptionArn", TopicName.OfSubscription),
        ["UntagResource"] = ("ResourceArn", TopicName.Of),
    };

    public override string SigningName => "sns";

    public override IReadOnlyList<IFrontForm> Forms { get; } =
        [new QueryForm("sns", Version, $"http://sns.amazonaws.com/doc/{Version}/", new FrontDialect { Denied = (403, "AuthorizationError"), HasQueryCodes = true })];

    public override IReadOnlyCollection<string> Operations { get; } = [.. OfAccount, .. OfOne.Keys, "CreatePlatformApplication", "CreateTopic", "Publish"];

    public override TagQuestion? TagsOf(string arn) => TopicName.Is(arn) ? new TagQuestion("ListTagsForResource", new JsonObject { ["ResourceArn"] = arn }) : null;

    public override async ValueTask<FrontPlan> PlanAsync(FrontCall call) => call.Operation switch
    {
        "CreateTopic" => await CreatedAsync(call).ConfigureAwait(false),
        "Publish" => TopicKeys.Plan(call, Published(call), Ask(call, "Publish", Published(call))),
        "CreatePlatformApplication" => FrontPlan.Of([Ask(call, "CreatePlatformApplication", $"arn:aws:sns:{call.Region}:{call.Home}:app/"), .. Passed(call, "Attributes")]),
        var operation when OfOne.TryGetValue(operation, out var named) =>
            TopicKeys.Plan(call, named.Read(call, named.Member), OfNamed(call, operation, named.Read(call, named.Member))),
        var operation => FrontPlan.Of(
            [Ask(call, operation, $"arn:aws:sns:{call.Region}:{call.Home}:*"), .. operation == "SetSMSAttributes" ? Passed(call, "attributes") : []]),
    };

    private static FrontPlan OfNamed(FrontCall call, string operation, string arn)
    {
        var asked = Ask(call, operation == "PublishBatch" ? "Publish" : operation, arn);
        return operation switch
        {
            "AddPermission" => new FrontPlan([asked]) { Done = TopicPolicies.Added(call, arn) },
            "RemovePermission" => new FrontPlan([asked]) { Done = TopicPolicies.Removed(call, arn) },
            "DeleteTopic" => new FrontPlan([asked]) { Done = () => call.Policies.Delete(arn) },
            "SetTopicAttributes" => new FrontPlan([asked, .. PassedBy(call)]) { Done = TopicPolicies.Set(call, arn) },
            "SetSubscriptionAttributes" => FrontPlan.Of([asked, .. PassedBy(call)]),
            "SetPlatformApplicationAttributes" => FrontPlan.Of([asked, .. Passed(call, "Attributes")]),
            "Subscribe" => FrontPlan.Of([
                asked.With([new ConditionKey("sns:Protocol", call.Needed("Protocol")), .. ConditionKey.IfAny("sns:Endpoint", call.Text("Endpoint"))]),
                .. Passed(call, "Attributes")]),
            "TagResource" => asked.With(ConditionKey.OfRequest(call.Tags("Tags"))),
            "UntagResource" => asked.With(ConditionKey.OfRequest(call.Texts("TagKeys"))),
            _ => asked,
        };
    }

    private static async ValueTask<FrontPlan> CreatedAsync(FrontCall call)
    {
        var arn = TopicName.Named(call, "Name");
        var tags = call.Tags("Tags");
        var keys = ConditionKey.OfRequest(tags).ToList();
        List<Ask> asks = [Ask(call, "CreateTopic", arn).With(keys), .. Passed(call, "Attributes")];
        if (tags.Count > 0)
        {
            asks.Add(Ask(call, "TagResource", arn).With(keys));
        }

        if (call.Text("DataProtectionPolicy") is { Length: > 0 })
        {
            asks.Add(Ask(call, "PutDataProtectionPolicy", arn));
        }

        return TopicKeys.Plan(call, arn, new FrontPlan(asks) { Done = await TopicPolicies.OfNewAsync(call, arn).ConfigureAwait(false) });
    }

    /// <summary>A topic, an endpoint or a telephone: two of them would leave it to the server which.</summary>
    private static string Published(FrontCall call)
    {
        var named = ((string[])["TopicArn", "TargetArn", "PhoneNumber"]).Where(member => call.Text(member) is not null).ToList();
        return named switch
        {
            ["PhoneNumber"] => call.Needed("PhoneNumber"),
            [var only] => TopicName.OfTarget(call, only),
            _ => throw new RefusedException(new ServiceRefusal(400, "InvalidParameter", "Invalid parameter: TopicArn or TargetArn or PhoneNumber: name one of them.")),
        };
    }

    /// <summary>The roles that attributes give the service, which then acts as them: those of delivery logs and of Firehose subscriptions.</summary>
    private static IEnumerable<Ask> Passed(FrontCall call, string member) => call.Structure(member) is not { } attributes ? [] :
        from attribute in attributes.Members
        where IsRole(attribute.Key) && attributes.Text(attribute.Key) is { Length: > 0 }
        group attribute by attributes.Needed(attribute.Key) into role
        select call.Passing(role.Key, Principal);

    private static IEnumerable<Ask> PassedBy(FrontCall call) =>
        IsRole(call.Needed("AttributeName")) && call.Text("AttributeValue") is { Length: > 0 } role ? [call.Passing(role, Principal)] : [];

    private static bool IsRole(string attribute) =>
        attribute.EndsWith("RoleArn", StringComparison.OrdinalIgnoreCase) || attribute.EndsWith("IAMRole", StringComparison.OrdinalIgnoreCase);

    private static Ask Ask(FrontCall call, string operation, string arn) => new($"sns:{operation}", arn)
    {
        ResourcePolicy = TopicName.AccountOf(arn) == call.Home.ToString() || OfPolicies.Contains(operation) ? call.Policies.Of(arn) : null,

        // As AWS answers.
        ShownAction = $"SNS:{operation}",
    };
}
