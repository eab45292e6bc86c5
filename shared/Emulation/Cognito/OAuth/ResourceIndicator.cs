using Emulation.Cognito.Pools;

namespace Emulation.Cognito.OAuth;

/// <summary>
/// The API that an application asks a token for: <c>resource</c> of the authorize endpoint becomes the access token's <c>aud</c>. Amazon Cognito Developer Guide, "Resource
/// binding"; RFC 8707, "Resource Indicators for OAuth 2.0", whose error code is <c>invalid_target</c>.
/// </summary>
internal static class ResourceIndicator
{
    /// <summary>
    /// A URL without a fragment: of a server over HTTPS, of <c>localhost</c>, or in an application's own scheme. One in plain HTTP to elsewhere counts only where a resource server
    /// of the pool has it as its identifier.
    /// </summary>
    public static OAuthRefusal? Refuse(string resource, PoolStore pools, string pool)
    {
        if (!Uri.TryCreate(resource, UriKind.Absolute, out var url) || resource.Contains('#', StringComparison.Ordinal) || resource.AsSpan().ContainsAnyInRange('\0', ' '))
        {
            return Invalid("resource is no absolute URL without a fragment.");
        }

        return AuthorizeRequests.IsSafe(resource) || (url.Scheme == "http" && pools.Part(pool, PartKind.ResourceServer, resource) is not null)
            ? null
            : Invalid("resource is neither https, nor this machine, nor in a scheme of an application's own, nor the identifier of a resource server of the pool.");
    }

    private static OAuthRefusal Invalid(string reason) => new("invalid_target", reason);
}
