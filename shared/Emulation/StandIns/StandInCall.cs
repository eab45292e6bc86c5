using Emulation.Cognito.OAuth;

namespace Emulation.StandIns;

/// <summary>A request to a stand-in.</summary>
/// <param name="Http">The request.</param>
/// <param name="StandIn">The stand-in.</param>
/// <param name="Path">The path below it, without the query.</param>
/// <param name="Query">The query.</param>
/// <param name="Form">The body; null when it is no form.</param>
internal sealed record StandInCall(HttpContext Http, StandInProvider StandIn, string Path, Parameters Query, Parameters? Form)
{
    public bool IsGet => HttpMethods.IsGet(Http.Request.Method);

    public bool IsPost => HttpMethods.IsPost(Http.Request.Method);

    /// <summary>The token of the <c>Authorization</c> header; null without one.</summary>
    public string? Bearer => Http.Request.Headers.Authorization.ToString() is ['B' or 'b', _, _, _, _, _, ' ', .. var token] ? token.Trim() : null;
}
