using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.SignIn;

/// <summary>Whose turn it is in a sign-in.</summary>
internal enum SignInStage
{
    Password,
    Srp,
    Choice,
    Custom,
    CustomRound,
    Passkey,
    NewPassword,

    /// <summary>The second factor, or what stands for it.</summary>
    SecondFactor,
    Code,

    /// <summary>The device, once the user is known.</summary>
    Device,
    Done,
}

/// <summary>A step of a sign-in.</summary>
internal interface IStep
{
    /// <summary>Asks what it has to ask, or hands on.</summary>
    /// <exception cref="CognitoException">The sign-in is refused.</exception>
    Task<StepResult> AskAsync(SignInCall call, SignInState state, CancellationToken cancellation);
}

/// <summary>Takes the answers to what a step asked.</summary>
internal interface IChallenge
{
    /// <summary>Under these <c>ChallengeName</c>s.</summary>
    ImmutableArray<string> Names { get; }

    /// <exception cref="CognitoException">The answer is wrong, or comes too late.</exception>
    Task<StepResult> AnswerAsync(SignInCall call, string challenge, CancellationToken cancellation);
}

/// <summary>What a step came to: <see cref="Passed"/>, or the <see cref="SignInOutcome"/> of the call.</summary>
internal abstract record StepResult;

/// <summary>Nothing to ask here: the next step's turn.</summary>
internal sealed record Passed(SignInState State, SignInStage Next) : StepResult;

/// <summary>What a call comes to: a challenge, or a user who is in.</summary>
internal sealed record SignInOutcome : StepResult
{
    /// <summary>The user, when there is nothing left to ask.</summary>
    public CognitoUser? User { get; init; }

    /// <summary>The challenge's name otherwise.</summary>
    public string? Challenge { get; init; }

    public string? Session { get; init; }

    public JsonObject Parameters { get; init; } = [];

    /// <summary>The device that has proven itself; null for none.</summary>
    public string? DeviceKey { get; init; }

    /// <summary>Whether the application shall have a key for the device, which is new here.</summary>
    public bool IsOnNewDevice { get; init; }

    /// <summary>What the user may choose from.</summary>
    public ImmutableArray<string> Available { get; init; } = [];

    /// <summary>The <c>triggerSource</c> of the tokens that follow.</summary>
    public string TokenSource { get; init; } = "TokenGeneration_Authentication";

    public static SignInOutcome Ask(string challenge, string? session, JsonObject parameters) => new() { Challenge = challenge, Session = session, Parameters = parameters };
}
