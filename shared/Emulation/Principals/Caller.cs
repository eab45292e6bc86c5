using Iam;

namespace Emulation.Principals;

/// <summary>Who signed a request, with the policies that bound them: what an access key id stands for. A user's own key has no session.</summary>
internal sealed record Caller(string AccessKeyId, Principal Principal, PrincipalPolicies Policies, SessionClaims? Session)
{
    /// <summary>Who signed nothing, where a service takes that: only a resource's own policy lets everybody in.</summary>
    public static Caller Nobody { get; } = new("", Anonymous.Instance, PrincipalPolicies.None, null);
}
