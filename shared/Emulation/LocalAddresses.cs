using Emulation.Cognito.Domains;
using Emulation.Cognito.Tokens;
using Emulation.Gateway.Apis;
using Sam;

namespace Emulation;

/// <summary>
/// Puts the addresses here in the place of AWS's: of APIs, <c>https://{api}.execute-api.{region}.amazonaws.com</c>, of functions'
/// URLs, <c>https://{url}.lambda-url.{region}.on.aws</c>, of user pools' domains,
/// <c>https://{domain}.auth.{region}.amazoncognito.com</c>, and of their issuers, <c>https://cognito-idp.{region}.amazonaws.com/{pool}</c>. Each leads here
/// without a name that a resolver would have to know.
/// </summary>
internal sealed class LocalAddresses(ApiDirectory apis, Stack stack, IssuerNames issuers)
{
    /// <summary>A value of the template, for whoever reaches LocalAws at an endpoint.</summary>
    public string Of(string text, string endpointUrl)
    {
        // Most values are no address at all.
        if (!text.Contains("https://", StringComparison.Ordinal))
        {
            return text;
        }

        foreach (var api in apis.All)
        {
            text = text.Replace($"https://{api.DomainName}", $"{endpointUrl}{api.Prefix}{api.Api.ApiId}", StringComparison.Ordinal);
        }

        foreach (var part in stack.UserPools)
        {
            text = part.Kind switch
            {
                UserPoolResourceKind.Domain => text.Replace(
                    $"https://{part.PhysicalId}.auth.{stack.Region}.amazoncognito.com", UserPoolDomains.UrlOf(endpointUrl, part.PhysicalId), StringComparison.Ordinal),

                // To the letter what tokens say, whoever reads it.
                UserPoolResourceKind.Pool => text.Replace(IssuerNames.AwsIssuer(part.PhysicalId), issuers.Of(part.PhysicalId), StringComparison.Ordinal),
                _ => text,
            };
        }

        return text;
    }
}
