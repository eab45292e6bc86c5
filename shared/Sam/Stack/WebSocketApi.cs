namespace Sam;

/// <summary>
/// A WebSocket API at one stage. A route's path is its key, such as <c>$connect</c>, and only that one has an authorizer: who may connect may send. LocalAws serves
/// none: every route is closed. API Gateway Developer Guide, "Control and manage access to WebSocket APIs in API Gateway".
/// </summary>
public sealed record WebSocketApi : Api
{
    /// <summary>What the methods of its routes are: there is none, and lists show this word.</summary>
    public const string Method = "WS";

    /// <summary>Why its routes are closed.</summary>
    public const string Unserved = "LocalAws does not serve WebSocket APIs.";

    /// <summary>What to do about it.</summary>
    public const string Remedy = "Test it where the template is deployed; routes, matrix and lint know it here.";
}
