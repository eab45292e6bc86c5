using System.Collections.Immutable;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Triggers;

namespace Emulation.Cognito.SignIn;

/// <summary>A step of a sign-in: its beginning, or the answer to a challenge.</summary>
internal sealed record SignInCall
{
    public required UserPool Pool { get; init; }

    public required UserPoolClient Client { get; init; }

    /// <summary>AuthParameters, or ChallengeResponses.</summary>
    public required ImmutableDictionary<string, string> Parameters { get; init; }

    public ImmutableDictionary<string, string> Metadata { get; init; } = ImmutableDictionary<string, string>.Empty;

    public string? Session { get; init; }

    /// <summary>Whether it is an application's, which may keep a device's key; the hosted pages do not.</summary>
    public bool TracksDevices { get; init; }

    public string? this[string name] => Parameters.GetValueOrDefault(name);

    /// <exception cref="Protocol.CognitoException">It is missing.</exception>
    public string Required(string name) => this[name] ?? throw Protocol.Refusal.Invalid($"Missing required parameter {name}");

    public TriggerSubject Subject(string username) => new(Pool, Client.Id, username);
}
