using Emulation.Calls;
using Emulation.Upstreams;

namespace Emulation.Fronts.Kms;

/// <summary>
/// What is done to an alias is asked about the alias, which identity policies allow, and about each key that it stands for, before and after. AWS KMS Developer Guide,
/// "Controlling access to aliases".
/// </summary>
internal static class AliasPlans
{
    public static async ValueTask<FrontPlan> PlanAsync(FrontCall call)
    {
        var operation = call.Operation;
        var name = call.Needed("AliasName");
        List<Ask> asks = [KeyAsk.OfAlias(call, operation, CalledKey.AliasArn(call, name))];
        if (operation is "UpdateAlias" or "DeleteAlias")
        {
            asks.Add(await OfKeyAsync(call, operation, name).ConfigureAwait(false));
        }

        if (operation is "CreateAlias" or "UpdateAlias")
        {
            asks.Add(await OfKeyAsync(call, operation, call.Needed("TargetKeyId")).ConfigureAwait(false));
        }

        return new FrontPlan(asks);
    }

    private static async ValueTask<Ask> OfKeyAsync(FrontCall call, string operation, string id)
    {
        // Of which alias it is asked is the alias's own question.
        var key = await CalledKey.FindAsync(call, id).ConfigureAwait(false);
        return await KeyAsk.OfAsync(call, key.IsOfNobody ? key : key with { Alias = null }, operation, EncryptionContext.None).ConfigureAwait(false);
    }
}
