namespace Emulation.Cognito.OAuth;

/// <summary>What an endpoint says no with.</summary>
/// <param name="Error">The code that the client sees, such as <c>invalid_grant</c>: of Cognito's set, which tells little on purpose.</param>
/// <param name="Reason">Why, for the decision stream: whoever runs a LocalAws may know. No secret or token is in it.</param>
/// <param name="Status">The HTTP status.</param>
internal sealed record OAuthRefusal(string Error, string Reason, int Status = 400)
{
    /// <summary>More for the decision stream, where the user is told Cognito's words alone; null where the reason says it.</summary>
    public string? Why { get; init; }

    public static OAuthRefusal InvalidRequest(string reason) => new("invalid_request", reason);

    public static OAuthRefusal InvalidClient(string reason) => new("invalid_client", reason);

    public static OAuthRefusal InvalidGrant(string reason) => new("invalid_grant", reason);

    public static OAuthRefusal UnauthorizedClient(string reason) => new("unauthorized_client", reason);

    public static OAuthRefusal InvalidScope(string reason) => new("invalid_scope", reason);
}
