using System.Collections.Frozen;
using Emulation.Calls;
using Emulation.ServiceReference;
using Iam;

namespace Emulation.Upstreams;

/// <summary>
/// Where a server is called: in the account and the region of the resources that a call is about. A server that keeps accounts apart finds a resource by its name in the
/// account that calls, so that what policies were asked about is what it touches only there; and one that is called in a region takes an ARN of another for a name of its
/// own.
/// </summary>
/// <param name="signingName">The service's name in signatures.</param>
internal sealed class CalledPlace(string signingName)
{
    private readonly FrozenSet<string> services =
        ServiceData.SignedAs(signingName).Select(static api => api.Service.Prefix).Append(signingName).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The account in which the server is called.</summary>
    /// <param name="plan">What the call is about.</param>
    /// <param name="region">The region that it is signed for.</param>
    /// <param name="home">The caller's account, of calls that are about no account's resource.</param>
    /// <exception cref="RefusedException">It is about resources of two accounts, or of another region.</exception>
    public AccountId AccountOf(FrontPlan plan, string region, AccountId home)
    {
        AccountId? only = plan.Account;
        foreach (var ask in plan.Asks)
        {
            if (Own(ask) is not { } arn)
            {
                continue;
            }

            if (arn.Region.Length > 0 && arn.Region != region && !plan.IsOfOtherRegionsToo)
            {
                throw FrontCall.Invalid(
                    $"{Shown(ask)} is in {Wire.ClientText.Shown(arn.Region)}, and the request is signed for {Wire.ClientText.Shown(region)}. Call the region that it is in.");
            }

            if (plan.Account is null && AccountId.TryParse(arn.Account, out var owner))
            {
                only = only is null || only == owner ? owner : throw FrontCall.Invalid(
                    $"The request is about resources of the accounts {only} and {owner}, and LocalAws calls the server in one account. Send a request for each account.");
            }
        }

        return only ?? home;
    }

    /// <summary>The ARN of a resource of the service itself; null of what the call only refers to, such as a role or another service's key.</summary>
    private Arn? Own(Ask ask) =>
        services.Contains(ask.Action[..ask.Action.IndexOf(':', StringComparison.Ordinal)]) && Arn.TryParse(ask.Resource, out var arn) && services.Contains(arn.Service)
            && !arn.Region.Contains('{', StringComparison.Ordinal) ? arn : null;

    private static string Shown(Ask ask) => Wire.ClientText.Shown(ask.OneOf?.Starred ?? ask.Resource, Wire.ClientText.LongestSentence);
}
