using System.Collections.Immutable;
using Emulation.Cognito.Domains;
using Emulation.Cognito.Tokens;
using Emulation.Gateway.Apis;
using Sam;

namespace Emulation;

/// <summary>
/// Puts the addresses here in the place of AWS's: of APIs, <c>https://{api}.execute-api.{region}.amazonaws.com</c>, and of custom domains, of functions' URLs,
/// <c>https://{url}.lambda-url.{region}.on.aws</c>, of user pools' domains,
/// <c>https://{domain}.auth.{region}.amazoncognito.com</c>, of their issuers, <c>https://cognito-idp.{region}.amazonaws.com/{pool}</c>, and of queues,
/// <c>https://sqs.{region}.amazonaws.com/{account}/{queue}</c>. Each leads here without a name that a resolver would have to know.
/// </summary>
/// <param name="apis">The APIs.</param>
/// <param name="stack">The stacks together.</param>
/// <param name="issuers">The issuers of user pools.</param>
/// <param name="queues">The queues that a server behind LocalAws runs: clients send their next calls to a queue's URL.</param>
internal sealed class LocalAddresses(ApiDirectory apis, Stack stack, IssuerNames issuers, ImmutableArray<Queue> queues)
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

        foreach (var domain in stack.Domains)
        {
            text = WithDomain(text, domain.Name, endpointUrl);
        }

        foreach (var queue in queues)
        {
            text = text.Replace(queue.Url, $"{endpointUrl}/{queue.Arn.Account}/{queue.Name}", StringComparison.Ordinal);
        }

        foreach (var part in stack.UserPools)
        {
            text = part.Kind switch
            {
                UserPoolResourceKind.Domain => text.Replace(
                    $"https://{part.PhysicalId}.auth.{part.UserPoolId.Split('_')[0]}.amazoncognito.com", UserPoolDomains.UrlOf(endpointUrl, part.PhysicalId),
                        StringComparison.Ordinal),

                // To the letter what tokens say, whoever reads it.
                UserPoolResourceKind.Pool => text.Replace(IssuerNames.AwsIssuer(part.PhysicalId), issuers.Of(part.PhysicalId), StringComparison.Ordinal),
                _ => text,
            };
        }

        return text;
    }

    /// <summary>A custom domain's name is a whole host name: what begins with it may be somebody else's.</summary>
    private static string WithDomain(string text, string domain, string endpointUrl)
    {
        var address = $"https://{domain}";
        for (var at = text.IndexOf(address, StringComparison.OrdinalIgnoreCase); at >= 0;)
        {
            var end = at + address.Length;
            if (end == text.Length || text[end] is not (>= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '-' or '.' or ':' or '@'))
            {
                var local = $"{endpointUrl}{ApiDirectory.Prefix}{domain}";
                text = $"{text[..at]}{local}{text[end..]}";
                end = at + local.Length;
            }

            at = text.IndexOf(address, end, StringComparison.OrdinalIgnoreCase);
        }

        return text;
    }
}
