using Emulation.Cognito.Pools;

namespace Emulation.Cognito.OAuth;

/// <summary>A request to a user pool's domain.</summary>
/// <param name="Http">The request and its answer.</param>
/// <param name="Base">Where the domain's paths begin, without a slash at the end: nothing below a host of its own.</param>
/// <param name="Pool">The pool whose domain it is.</param>
/// <param name="Path">The path below the domain, without the query.</param>
/// <param name="Query">The query.</param>
/// <param name="Form">The body; null when it is no form.</param>
internal sealed record DomainCall(HttpContext Http, string Base, UserPool Pool, string Path, Parameters Query, Parameters? Form)
{
    /// <summary>Where cookies of the domain's pages belong: browsers keep those of two domains at one host apart by it.</summary>
    public string CookiePath => Base.Length == 0 ? "/" : Base;

    /// <summary>A path of the domain, as whoever made this request reaches it.</summary>
    public string AddressOf(string path) => $"{Http.Request.Scheme}://{Http.Request.Host}{Base}{path}";

    public string Method => Http.Request.Method;

    public CancellationToken Cancellation => Http.RequestAborted;
}
