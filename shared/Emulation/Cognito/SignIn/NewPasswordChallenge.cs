using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Triggers;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.SignIn;

/// <summary>Has a user whose password an administrator gave choose another on the way in.</summary>
internal sealed class NewPasswordChallenge(Challenges challenges, NewPasswords newPasswords, AttributeUpdates updates, UserDirectory users, TimeProvider time) : IStep, IChallenge
{
    private const string Challenge = "NEW_PASSWORD_REQUIRED";
    private const string AttributePrefix = "userAttributes.";

    /// <inheritdoc/>
    public ImmutableArray<string> Names => [Challenge];

    /// <inheritdoc/>
    public Task<StepResult> AskAsync(SignInCall call, SignInState state, CancellationToken cancellation) =>
        Task.FromResult<StepResult>(state.User!.Status == UserStatus.FORCE_CHANGE_PASSWORD ? Ask(call, state, state.User) : new Passed(state, SignInStage.SecondFactor));

    /// <summary>Takes the new password, and attributes with it.</summary>
    public Task<StepResult> AnswerAsync(SignInCall call, string challenge, CancellationToken cancellation)
    {
        var (state, user) = challenges.OpenOfUser(call, challenge);
        var attributes = call.Parameters.Where(static p => p.Key.StartsWith(AttributePrefix, StringComparison.Ordinal))
            .ToImmutableDictionary(static p => p.Key[AttributePrefix.Length..], static p => p.Value, StringComparer.Ordinal);
        AttributeUpdates.CheckOwn(call.Pool, call.Client, user, attributes);
        if (attributes.Keys.FirstOrDefault(name => call.Pool.Schema.Find(name) is { Required: true } && !string.IsNullOrEmpty(user.Attribute(name))) is { } provided)
        {
            throw Refusal.Invalid($"Cannot modify an already provided {provided}");
        }

        // The password may have been chosen since, by whoever answered first.
        if (user.Status != UserStatus.FORCE_CHANGE_PASSWORD)
        {
            throw Refusal.ExpiredSession;
        }

        var changed = updates.With(call.Pool, user, attributes, verifiedOnly: false);
        call.Pool.Schema.CheckRequired(changed.Attributes);
        changed = newPasswords.With(call.Pool, changed, call.Required("NEW_PASSWORD"));
        challenges.Use(state);
        var saved = users.Save(call.Pool, changed);
        return Task.FromResult<StepResult>(new Passed(state with { User = saved, TokenSource = "TokenGeneration_NewPasswordChallenge" }, SignInStage.SecondFactor));
    }

    private SignInOutcome Ask(SignInCall call, SignInState state, CognitoUser user)
    {
        if (user.TemporaryUntil is { } until && until <= time.GetUtcNow())
        {
            throw Refusal.NotAuthorized("Temporary password has expired and must be reset by an administrator.");
        }

        var missing = call.Pool.Schema.All.Where(a => a.Required && a.Name != "sub" && string.IsNullOrEmpty(user.Attribute(a.Name)))
            .Select(static a => $"\"{AttributePrefix}{a.Name}\"");
        return challenges.Ask(call, state, Challenge, new JsonObject
        {
            ["USER_ID_FOR_SRP"] = user.Username,
            ["requiredAttributes"] = $"[{string.Join(',', missing)}]",
            ["userAttributes"] = TriggerRunner.Map(user.Attributes).ToJsonString(),
        });
    }
}
