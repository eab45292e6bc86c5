using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Triggers;
using Emulation.Cognito.Users;

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

    public string? this[string name] => Parameters.GetValueOrDefault(name);

    /// <exception cref="Protocol.CognitoException">It is missing.</exception>
    public string Required(string name) => this[name] ?? throw Protocol.Refusal.Invalid($"Missing required parameter {name}");

    public TriggerSubject Subject(string username) => new(Pool, Client.Id, username);
}

/// <summary>What a step came to: another challenge, or a user who is in.</summary>
internal sealed record SignInOutcome
{
    /// <summary>The user, when there is nothing left to ask.</summary>
    public CognitoUser? User { get; init; }

    /// <summary>The challenge's name otherwise.</summary>
    public string? Challenge { get; init; }

    public string? Session { get; init; }

    public JsonObject Parameters { get; init; } = [];

    /// <summary>What the user may choose from.</summary>
    public ImmutableArray<string> Available { get; init; } = [];

    /// <summary>The <c>triggerSource</c> of the tokens that follow.</summary>
    public string TokenSource { get; init; } = "TokenGeneration_Authentication";

    public static SignInOutcome Ask(string challenge, string? session, JsonObject parameters) => new() { Challenge = challenge, Session = session, Parameters = parameters };
}
