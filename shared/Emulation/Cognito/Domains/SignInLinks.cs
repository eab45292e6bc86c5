using System.Text.Json.Nodes;
using Sam;

namespace Emulation.Cognito.Domains;

/// <summary>For each domain of a user pool the page where the first client that has a callback signs its users in.</summary>
internal static class SignInLinks
{
    /// <param name="stack">The stack.</param>
    /// <param name="endpointUrl">Where LocalAws answers.</param>
    /// <returns>The links, with the address that each leads to once somebody has signed in.</returns>
    public static IEnumerable<(string Url, string Callback)> Of(Stack stack, string endpointUrl) =>
        from domain in stack.UserPools
        where domain.Kind == UserPoolResourceKind.Domain
        let client = stack.UserPools.FirstOrDefault(part =>
            part.Kind == UserPoolResourceKind.Client && part.UserPoolId == domain.UserPoolId && part.Properties["CallbackURLs"] is JsonArray { Count: > 0 })
        where client is not null
        let callback = (string)client.Properties["CallbackURLs"]![0]!
        select (
            $"{UserPoolDomains.UrlOf(endpointUrl, domain.PhysicalId)}/login?client_id={client.PhysicalId}&response_type=code&redirect_uri={Uri.EscapeDataString(callback)}",
            callback);
}
