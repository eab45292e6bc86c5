using Emulation.Gateway.UsagePlans;
using Sam;

namespace Emulation.Access;

/// <summary>What callers of a route need beside what its authorizer asks for.</summary>
/// <param name="Condition">The key that they must send; null where they need none.</param>
/// <param name="Refusal">Why no key lets anybody in; null where one does.</param>
internal readonly record struct ApiKeyAccess(string? Condition, string? Refusal)
{
    public static ApiKeyAccess Of(Stack stack, Api api, Route route)
    {
        if (!route.ApiKeyRequired || api is not RestApi rest || route.Closed is not null)
        {
            return default;
        }

        var plans = StageKeys.PlansOf(stack, api);
        var isNamed = rest.ApiKeySource == "AUTHORIZER";
        return plans.IsEmpty ? new(null, $"The route needs an API key, and no usage plan with an enabled key has stage {api.StageName} of {api.LogicalId}.")
            : isNamed && route.Authorizer is not LambdaAuthorizer ? new(null, "The route needs an API key that a Lambda authorizer names, and it has no such authorizer.")
            : new(KeyOf(isNamed, string.Join(" or ", plans.Select(static plan => plan.LogicalId))), null);
    }

    private static string KeyOf(bool isNamed, string plans) => isNamed ? $"if its authorizer names a key of {plans}" : $"if a key of {plans} is sent";
}
