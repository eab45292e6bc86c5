using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Emulation.Cognito.Storage;

namespace Emulation.Cognito.Pages;

/// <summary>
/// Where a sign-in on the pages is: the open challenge and its session. The page carries it sealed, since a session is worth a password to whoever reads it.
/// </summary>
/// <param name="Challenge">The challenge's name.</param>
/// <param name="Session">The session to answer with.</param>
/// <param name="Username">The name that the user typed.</param>
/// <param name="Parameters">The challenge's parameters.</param>
/// <param name="Secret">The secret of an authenticator app that is being set up.</param>
internal sealed record ChallengeTicket(string Challenge, string? Session, string Username, ImmutableDictionary<string, string> Parameters, string? Secret = null)
{
    private const string Purpose = "challenge page";

    public string? this[string parameter] => Parameters.GetValueOrDefault(parameter);

    /// <summary>A parameter that is a JSON list of texts.</summary>
    public ImmutableArray<string> List(string parameter) => this[parameter] is { } json ? JsonSerializer.Deserialize(json, TicketJson.Default.ImmutableArrayString) : [];

    public string Close(Seal seal) => seal.CloseText(Purpose, JsonSerializer.Serialize(this, TicketJson.Default.ChallengeTicket));

    /// <summary>Null when it was not made here.</summary>
    public static ChallengeTicket? Open(Seal seal, string closed) =>
        seal.OpenText(Purpose, closed) is { } json ? JsonSerializer.Deserialize(json, TicketJson.Default.ChallengeTicket) : null;
}

[JsonSerializable(typeof(ChallengeTicket))]
[JsonSerializable(typeof(ImmutableArray<string>))]
internal sealed partial class TicketJson : JsonSerializerContext;
