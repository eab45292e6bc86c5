using Iam;

namespace Emulation.Principals;

/// <summary>Who signed a request, with the policies that bound them: what an access key id stands for.</summary>
/// <param name="AccessKeyId">The key that signed.</param>
/// <param name="Principal">The principal, as policies see it.</param>
/// <param name="Policies">Identity, boundary and session policies.</param>
/// <param name="Session">The claims of temporary credentials; null for a user's own key.</param>
internal sealed record Caller(string AccessKeyId, Principal Principal, PrincipalPolicies Policies, SessionClaims? Session);
