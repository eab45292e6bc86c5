using Emulation.Calls;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Fronts.Ssm;

/// <summary>The operations of Parameter Store.</summary>
internal static class ParameterPlans
{
    public static IReadOnlyCollection<string> Operations { get; } =
    [
        "DeleteParameter", "DeleteParameters", "GetParameter", "GetParameterHistory", "GetParameters", "GetParametersByPath", "LabelParameterVersion", "PutParameter",
        "UnlabelParameterVersion",
    ];

    /// <summary>What a parameter's policy can give to other accounts: to read it. AWS Systems Manager User Guide, "Working with shared parameters in Parameter Store".</summary>
    private static readonly string[] OfOtherAccounts = ["GetParameter", "GetParameterHistory", "GetParameters"];

    public static FrontPlan Plan(FrontCall call) => call.Operation switch
    {
        "DeleteParameter" => Forgotten(call, InAccount(call, Asked(call, call.Needed("Name")))),
        "DeleteParameters" => Forgotten(call, new FrontPlan([.. call.Texts("Names").Distinct().Select(name => Asked(call, name))])),
        "GetParameters" => OfMany(call),
        "GetParametersByPath" => new Ask("ssm:GetParametersByPath", ParameterName.ArnOfPath(call, call.Needed("Path"))).With(
            new ConditionKey("ssm:Recursive", call.Switch("Recursive") == true ? "true" : "false")),
        "PutParameter" => Put(call),
        _ => InAccount(call, Asked(call, call.Needed("Name"))),
    };

    /// <summary>The policy of a parameter goes with it: whom it let in has no way to a new one of the name.</summary>
    private static FrontPlan Forgotten(FrontCall call, FrontPlan plan) => plan with
    {
        Done = () =>
        {
            foreach (var ask in plan.Asks)
            {
                call.Policies.Delete(ask.Resource);
            }
        },
    };

    /// <summary>A parameter and what else can be asked about it, with its policy.</summary>
    public static Ask Of(FrontCall call, string operation, string arn) => new($"ssm:{operation}", arn)
    {
        ResourcePolicy = OfOtherAccounts.Contains(operation) || arn.Split(':')[4] == call.Home.ToString() ? call.Policies.Of(arn) : null,
    };

    private static FrontPlan OfMany(FrontCall call)
    {
        List<Ask> asks = [.. call.Texts("Names").Select(name => Asked(call, name)).DistinctBy(static ask => ask.Resource)];
        var owners = asks.Select(static ask => ask.Resource.Split(':')[4]).Where(static owner => owner.Length > 0).Distinct().ToList();
        return owners.Count > 1
            ? throw FrontCall.Invalid("LocalAws asks for the parameters of one account at once. Send a call for each account.")
            : InAccount(call, [.. asks]);
    }

    private static FrontPlan InAccount(FrontCall call, params IReadOnlyList<Ask> asks) => new(asks)
    {
        Account = asks.Select(static ask => AccountId.TryParse(ask.Resource.Split(':')[4], out var owner) ? owner : (AccountId?)null)
            .FirstOrDefault(static owner => owner is not null) ?? call.Home,
    };

    private static Ask Asked(FrontCall call, string name) =>
        Of(call, call.Operation, ParameterName.ArnOf(call, name, selects: call.Operation is "GetParameter" or "GetParameters"));

    private static FrontPlan Put(FrontCall call)
    {
        var tags = call.Tags("Tags");
        var asked = Asked(call, call.Needed("Name")).With(
        [
            new ConditionKey("ssm:Overwrite", call.Switch("Overwrite") == true ? "true" : "false"),
            .. ConditionKey.IfAny("ssm:Policies", call.Text("Policies")),
            .. ConditionKey.OfRequest(tags),
        ]);
        return tags.Count == 0 ? asked : FrontPlan.Of(asked, Of(call, "AddTagsToResource", asked.Resource).With(ConditionKey.OfRequest(tags)));
    }
}
