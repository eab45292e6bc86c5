using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.SignIn;

namespace Emulation.Cognito.Pages;

/// <summary>The calls that the pages make for their users: the ones that an application would make, and with the same rules.</summary>
internal sealed class PoolCalls(FrozenDictionary<string, Operation> operations, SignInFlow signIns)
{
    /// <summary>An operation about a user, such as SignUp; the client's id and proof are added.</summary>
    /// <exception cref="CognitoException">It is refused.</exception>
    public Task<JsonObject> CallAsync(PageCall call, string operation, string username, JsonObject members)
    {
        members["ClientId"] = call.Client.Id;
        members["Username"] = username;
        if (call.Client.SecretHashFor(username) is { } hash)
        {
            members["SecretHash"] = hash;
        }

        return CallAsync(call, operation, members);
    }

    /// <summary>An operation that carries its own proof.</summary>
    public Task<JsonObject> CallAsync(PageCall call, string operation, JsonObject members) =>
        operations[operation].RunAsync(new CognitoCall(new Fields(members), call.Cancellation));

    public Task<SignInOutcome> StartAsync(PageCall call, string username, string password) =>
        signIns.StartAsync(Step(call, username, null, [("PASSWORD", password)]), "USER_PASSWORD_AUTH", call.Cancellation);

    /// <summary>A sign-in that the user chooses the beginning of.</summary>
    public Task<SignInOutcome> StartAsync(PageCall call, string username, (string Name, string Value) choice) =>
        signIns.StartAsync(Step(call, username, null, [choice]), "USER_AUTH", call.Cancellation);

    public Task<SignInOutcome> AnswerAsync(PageCall call, string username, string challenge, string? session, IEnumerable<(string Name, string Value)> answers) =>
        signIns.AnswerAsync(Step(call, username, session, answers), challenge, call.Cancellation);

    private static SignInCall Step(PageCall call, string username, string? session, IEnumerable<(string Name, string Value)> parameters)
    {
        var all = parameters.Append(("USERNAME", username)).ToImmutableDictionary(static p => p.Item1, static p => p.Item2, StringComparer.Ordinal);
        return new SignInCall
        {
            Pool = call.Pool,
            Client = call.Client,
            Parameters = call.Client.SecretHashFor(username) is { } hash ? all.SetItem("SECRET_HASH", hash) : all,
            Session = session,
        };
    }
}
