using System.Globalization;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Cognito.Pools;
using Emulation.Cognito.SignIn;
using Emulation.Protocols.Json;

namespace Emulation.Cognito.Protocol;

/// <summary>One call of an operation.</summary>
/// <param name="Fields">The request's members.</param>
/// <param name="Cancellation">The client has gone.</param>
internal readonly record struct CognitoCall(Fields Fields, CancellationToken Cancellation)
{
    /// <summary>The call of the service; null when LocalAws calls itself.</summary>
    public ServiceCall? Service { get; init; }

    /// <summary>The id of what the call makes, where policies were asked about it before it was made.</summary>
    public string? NewId { get; init; }

    /// <summary>A step of a sign-in.</summary>
    public SignInCall SignIn(UserPool pool, UserPoolClient client, string parameters) => new()
    {
        Pool = pool,
        Client = client,
        Parameters = Fields.Map(parameters),
        Metadata = Fields.Map("ClientMetadata"),
        Session = Fields.Text("Session"),
        TracksDevices = pool.Devices is not null,
    };
}

/// <summary>Who may call an operation.</summary>
internal enum OperationAccess
{
    /// <summary>Whoever signs the request and has the permission.</summary>
    Signed,

    /// <summary>Everybody: the request carries its own proof, such as a password or a token.</summary>
    Open,
}

/// <summary>An operation of the API.</summary>
/// <param name="Name">Its name, the part of <c>X-Amz-Target</c> after the dot.</param>
/// <param name="Access">Who may call it.</param>
/// <param name="RunAsync">Does it.</param>
internal sealed record Operation(string Name, OperationAccess Access, Func<CognitoCall, Task<JsonObject>> RunAsync)
{
    /// <summary>Draws the id of what a call makes, where policies are asked about it.</summary>
    public Func<string>? NewId { get; init; }

    /// <summary>As the door has it.</summary>
    /// <param name="model">The operation in the service's model.</param>
    /// <param name="asks">What a call of it asks of policies.</param>
    /// <param name="violations">The error's code for a member that does not fit its constraints.</param>
    /// <param name="further">What it asks of resources of another service; null for nothing.</param>
    public ServiceOperation<JsonObject, JsonAnswer> In(
        OperationModel model, Func<OperationModel, CognitoCall, IEnumerable<Ask>> asks, string violations,
        Func<OperationModel, CognitoCall, ValueTask<IReadOnlyList<Ask>>>? further = null)
    {
        if ((Access == OperationAccess.Open) != (model.On == ActsOn.Nothing))
        {
            throw new InvalidOperationException($"{Name} is open in one table, and asks policies in the other.");
        }

        return new ServiceOperation<JsonObject, JsonAnswer>(Name, model.Members, PlanAsync) { IsOpen = Access == OperationAccess.Open };

        async ValueTask<Intent<JsonAnswer>> PlanAsync(ServiceCall<JsonObject> asked)
        {
            var call = new CognitoCall(new Fields(asked.Parameters, violations: violations), asked.Cancellation) { Service = asked, NewId = NewId?.Invoke() };
            var all = asks(model, call);
            if (further is not null)
            {
                all = [.. all, .. await further(model, call).ConfigureAwait(false)];
            }

            return Intent<JsonAnswer>.Of(all, async () =>
            {
                var document = await RunAsync(call).ConfigureAwait(false);
                return model.IsSilent ? JsonAnswer.Done : new JsonAnswer(document);
            });
        }
    }

    public static Operation Signed(string name, Func<CognitoCall, JsonObject> run) => new(name, OperationAccess.Signed, call => Task.FromResult(run(call)));

    public static Operation Signed(string name, Func<CognitoCall, Task<JsonObject>> run) => new(name, OperationAccess.Signed, run);

    public static Operation Open(string name, Func<CognitoCall, Task<JsonObject>> run) => new(name, OperationAccess.Open, run);
}

/// <summary>How the protocol writes values.</summary>
internal static class WireJson
{
    /// <summary>Seconds since the epoch, with milliseconds.</summary>
    public static JsonNode Time(DateTimeOffset time) => Math.Round(time.ToUnixTimeMilliseconds() / 1000m, 3);

    public static JsonArray Attributes(IEnumerable<KeyValuePair<string, string>> attributes) =>
        new([.. attributes.Select(static a => (JsonNode)new JsonObject { ["Name"] = a.Key, ["Value"] = a.Value })]);

    public static JsonArray List(IEnumerable<JsonNode> items) => new([.. items]);

    /// <summary>One page of a list, by its position: such lists are short.</summary>
    public static JsonObject Page(Fields request, string listName, string sizeName, string tokenName, IReadOnlyList<JsonNode> all, int most)
    {
        var size = request.Integer(sizeName, 0, most) is { } given and > 0 ? given : most;
        var from = request.Text(tokenName) is { } token
            ? int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= all.Count
                ? at
                : throw Refusal.Invalid("Provided pagination token is invalid. Check the token and try your request again.")
            : 0;
        var page = new JsonObject { [listName] = List(all.Skip(from).Take(size)) };
        if (from + size < all.Count)
        {
            page[tokenName] = (from + size).ToString(CultureInfo.InvariantCulture);
        }

        return page;
    }
}
