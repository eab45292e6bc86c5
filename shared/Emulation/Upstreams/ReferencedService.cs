using System.Collections.Immutable;
using Emulation.Calls;
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
    public static ReferencedService? Find(string signingName) => ServiceData.SignedAs(signingName) is { IsEmpty: false } apis ? new ReferencedService(signingName, apis) : null;

    public override ValueTask<FrontPlan> PlanAsync(FrontCall call) => ValueTask.FromResult(FrontPlan.Of([.. AsksOf(call)]));

    /// <summary>What the data say of a call.</summary>
    public IEnumerable<Ask> AsksOf(FrontCall call)
    {
        // Two APIs of one name in signatures may have an operation of one name: what either asks is asked.
        var named = apis.Select(api => api.Operations.GetValueOrDefault(call.Operation)).OfType<ModelOperation>();
        foreach (var operation in named.Where(static operation => !operation.Actions.IsEmpty))
        {
            foreach (var asked in CallQuestions.Of(operation, call.Members, new CallPlace("aws", call.Region, call.Home.ToString())))
            {
                foreach (var resource in asked.Resources)
                {
                    yield return AskOf(call, asked, resource);
                }

                foreach (var resource in asked.MayTouch)
                {
                    yield return AskOf(call, asked, resource) with { IsAllowedUnlessDenied = true };
                }
            }
        }
    }

    private static Ask AskOf(FrontCall call, AskedAction asked, AskedArn resource) => call.Of(asked.Action, resource.Text) with
    {
        OneOf = resource.Shape ?? (asked.UnknownKeys.IsEmpty ? null : ResourceShape.Literal(resource.Text)),
        UnknownKeys = asked.UnknownKeys,
        Keys = [.. asked.Keys.Select(static key => new ConditionKey(key.Key, key.Value))],
    };

    private static IEnumerable<IFrontForm> FormsOf(ServiceApi api) => api.Protocols.Select(protocol => protocol switch
    {
        "json" => (IFrontForm)new JsonForm(api.SigningName, api.Target, api.JsonVersion, Json),
        "smithy-rpc-v2-cbor" => new CborForm(api.SigningName, api.Target, Json),
        "query" => new QueryForm(api.SigningName, api.Version, api.XmlNamespace, Query),
        "ec2" => new QueryForm(api.SigningName, api.Version, api.XmlNamespace, Ec2) { IsEc2 = true },
        "rest-json" => new RestForm(api, isXml: false, Rest),
        "rest-xml" => new RestForm(api, isXml: true, Rest),
        _ => throw new NotSupportedException($"{api.Name} speaks {protocol}."),
    });
}
