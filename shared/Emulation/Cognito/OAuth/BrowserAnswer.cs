namespace Emulation.Cognito.OAuth;

/// <summary>What an endpoint for browsers answers: where to go, or a refusal that only the user is told, on a page.</summary>
internal readonly record struct BrowserAnswer(string? Location, OAuthRefusal? Refusal)
{
    public static implicit operator BrowserAnswer(string location) => new(location, null);

    public static implicit operator BrowserAnswer(OAuthRefusal refusal) => new(null, refusal);
}
