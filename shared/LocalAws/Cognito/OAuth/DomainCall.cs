using Emulation.Cognito.Pools;

namespace Emulation.Cognito.OAuth;

/// <summary>A request to a user pool's domain.</summary>
/// <param name="Http">The request and its answer.</param>
/// <param name="Domain">The domain's prefix.</param>
/// <param name="Pool">The pool whose domain it is.</param>
/// <param name="Path">The path, without the query.</param>
/// <param name="Query">The query.</param>
/// <param name="Form">The body; null when it is no form.</param>
internal sealed record DomainCall(HttpContext Http, string Domain, UserPool Pool, string Path, Parameters Query, Parameters? Form)
{
    public string Method => Http.Request.Method;

    public CancellationToken Cancellation => Http.RequestAborted;
}
