using System.Collections.Immutable;
using Emulation.Calls;
using Emulation.Decisions;
using Emulation.ServiceReference;
using Emulation.ServiceReference.Questions;
using Emulation.Upstreams.Forms;
using Iam;

namespace Emulation.Upstreams;

/// <summary>
/// A service of which is known what AWS's service data say: each operation's actions, on the ARNs that the call names. What the data do not say is asked of all that it may
/// be.
/// </summary>
internal sealed class ReferencedService : FrontedService
{
    private static readonly FrontDialect Rest = new() { Denied = (403, "AccessDeniedException"), UnsignedStatus = 403 };
    private static readonly FrontDialect Json = new();
    private static readonly FrontDialect Query = new() { Denied = (403, "AccessDenied"), HasQueryCodes = true };
    private static readonly FrontDialect Ec2 = new() { Denied = (403, "UnauthorizedOperation"), HasQueryCodes = true };
    private readonly ImmutableArray<ServiceApi> apis;

    private ReferencedService(string signingName, ImmutableArray<ServiceApi> apis)
    {
        this.apis = apis;
        SigningName = signingName;
        Forms = [.. apis.SelectMany(FormsOf)];
        Operations =
        [
            .. apis.SelectMany(static api => api.Operations.Values).Where(static operation => !operation.Actions.IsEmpty).Select(static operation => operation.Name).Distinct(),
        ];
    }

    public override string SigningName { get; }

    public override IReadOnlyList<IFrontForm> Forms { get; }

    public override IReadOnlyCollection<string> Operations { get; }

    /// <summary>Null when AWS has no service that signs so.</summary>
    public static ReferencedService? Find(string signingName, bool allowsUnderived = false) =>
        ServiceData.SignedAs(signingName) is { IsEmpty: false } apis ? new ReferencedService(signingName, apis) { AllowsUnderived = allowsUnderived } : null;

    public override async ValueTask<FrontPlan> PlanAsync(FrontCall call)
    {
        var asks = await ServerOccasion.NarrowAsync(SigningName, call, [.. AsksOf(call)]).ConfigureAwait(false);
        return GivenPolicies.Plan(call, SigningName, asks, AllowsUnderived);
    }

    /// <summary>
    /// Whether what cannot be derived of a call is let pass where a policy may allow it, as somebody says who starts LocalAws. What the call does say and cannot be read is
    /// not, nor what may be denied.
    /// </summary>
    public bool AllowsUnderived { get; init; }

    /// <summary>What the data say of a call.</summary>
    public IEnumerable<Ask> AsksOf(FrontCall call)
    {
        foreach (var operations in OperationsOf(call.Operation))
        {
            var all = CallQuestions.Of(operations, call.Members, new CallPlace("aws", call.Region, call.Home.ToString()));
            var hasOwn = all.Any(static asked => asked.Why == AskedBecause.OfOperation);
            foreach (var asked in all)
            {
                var risk = RiskOf(asked, hasOwn);
                foreach (var resource in asked.Resources)
                {
                    yield return AskOf(call, asked, resource, risk);
                }

                foreach (var resource in asked.MayTouch)
                {
                    yield return AskOf(call, asked, resource, UntoldRisk.None) with { IsAllowedUnlessDenied = true };
                }
            }
        }

        if (SigningName == "tagging" && call.Operation is "TagResources" or "UntagResources")
        {
            foreach (var ask in TaggedResources.AsksOf(call))
            {
                yield return ask;
            }
        }
    }

    /// <summary>
    /// No role is handed over at a risk: who may hand over one would name another in a way that nobody reads. What manages permissions has to be allowed, and so has something of
    /// an operation without an action of its own.
    /// </summary>
    private UntoldRisk RiskOf(AskedAction asked, bool hasOwn) => !AllowsUnderived || asked.Why == AskedBecause.OfRole ? UntoldRisk.None
        : asked.Why == AskedBecause.MayBe && hasOwn && ServiceData.FindAction(asked.Action) is { Level: not AccessLevel.Permissions } ? UntoldRisk.MayNotBeAsked
        : UntoldRisk.MayBeAllowed;

    /// <summary>
    /// Two APIs of one name in signatures may have an operation of one name: what either asks is asked. Of one that another knows all of nothing more is asked, as of Neptune's
    /// operations RDS knows.
    /// </summary>
    private IEnumerable<ImmutableArray<ModelOperation>> OperationsOf(string name)
    {
        var named = apis.Select(api => api.Operations.GetValueOrDefault(name)).OfType<ModelOperation>().Where(static operation => !operation.Actions.IsEmpty)
            .OrderByDescending(static operation => operation.Members.Length).ToList();
        return named.Where((operation, i) => !named.Take(i).Any(other => Knows(other, operation))).Select(operation => (ImmutableArray<ModelOperation>)
            [operation, .. named.Where(other => other != operation)]);
    }

    private static bool Knows(ModelOperation one, ModelOperation other) =>
        other.Actions.All(action => one.Actions.Any(known => known.Name == action.Name && known.PassedTo.SequenceEqual(action.PassedTo)))
        && other.Members.All(member => one.Members.Any(known => known.Name == member.Name && known.Wire == member.Wire && known.Inner.SequenceEqual(member.Inner)));

    private static Ask AskOf(FrontCall call, AskedAction asked, AskedArn resource, UntoldRisk risk)
    {
        if (resource.Shape is { } shape)
        {
            GivenPolicies.CheckUntold(call.Policies, shape);
        }

        return AskOf(call, asked, resource, resource.Shape, risk);
    }

    private static Ask AskOf(FrontCall call, AskedAction asked, AskedArn resource, ResourceShape? shape, UntoldRisk risk) => call.Of(asked.Action, resource.Text) with
    {
        OneOf = shape ?? (asked.UnknownKeys.IsEmpty ? null : ResourceShape.Literal(resource.Text)),
        UnknownKeys = asked.UnknownKeys,
        Keys = [.. asked.Keys.Select(static key => new ConditionKey(key.Key, key.Value))],
        Risk = resource.IsMisread ? UntoldRisk.None : risk,
        RiskedOn = asked.IsUnnamed && risk != UntoldRisk.None ? ResourceShape.Parse($"arn:aws:{asked.Action.Split(':')[0]}:{{resource+}}") : null,
    };

    private IEnumerable<IFrontForm> FormsOf(ServiceApi api) => api.Protocols.Select(protocol => protocol switch
    {
        "json" => (IFrontForm)new JsonForm(api.SigningName, api.Target, api.JsonVersion, Json) { OtherTargets = Others(api, static one => one.Target) },
        "smithy-rpc-v2-cbor" => new CborForm(api.SigningName, api.Target, Json),
        "query" => new QueryForm(api.SigningName, api.Version, api.XmlNamespace, Query) { OtherVersions = Others(api, VersionOf) },
        "ec2" => new QueryForm(api.SigningName, api.Version, api.XmlNamespace, Ec2) { IsEc2 = true },
        "rest-json" => new RestForm(api, isXml: false, Rest),
        "rest-xml" => new RestForm(api, isXml: true, Rest),
        _ => throw new NotSupportedException($"{api.Name} speaks {protocol}."),
    });

    private static string VersionOf(ServiceApi api) => api.Protocols.Contains("query") ? api.Version : "";

    /// <summary>What tells the calls of other APIs that are signed alike, such as the version of Elastic Load Balancing's second.</summary>
    private ImmutableArray<string> Others(ServiceApi api, Func<ServiceApi, string> word) => [.. apis.Select(word).Where(one => one.Length > 0 && one != word(api)).Distinct()];
}
