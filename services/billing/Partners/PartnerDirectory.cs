using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

namespace Billing.Partners;

/// <summary>
/// The partners, as the secret of Secrets Manager has them: a JSON object with a member for each, <c>{"acme":"..."}</c>, whose value is what the partner makes its tokens with,
/// 32 characters or more, or the word <c>suspended</c>.
/// </summary>
internal sealed class PartnerDirectory
{
    private const string Suspended = "suspended";
    private const int MinSecretLength = 32;

    private readonly FrozenDictionary<string, Partner> byId;

    private PartnerDirectory(IEnumerable<Partner> partners) =>
        byId = partners.ToFrozenDictionary(partner => partner.Id, StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">It is no such object, or a partner's secret is too short to be one; the message shows none of it.</exception>
    public static PartnerDirectory Parse(string secret)
    {
        try
        {
            using var json = JsonDocument.Parse(secret, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? new(json.RootElement.EnumerateObject().Select(ReadPartner).ToList())
                : throw NoObject();
        }
        catch (JsonException)
        {
            // Its message would quote the secret.
            throw NoObject();
        }
    }

    public Partner? Find(string id) => byId.GetValueOrDefault(id);

    private static Partner ReadPartner(JsonProperty partner) => partner.Value.ValueKind == JsonValueKind.String ? partner.Value.GetString() switch
    {
        Suspended => new(partner.Name, secret: null),
        { Length: >= MinSecretLength } secret => new(partner.Name, Encoding.UTF8.GetBytes(secret)),
        _ => throw NoSecret(partner.Name),
    }
    : throw NoSecret(partner.Name);

    private static InvalidOperationException NoObject() =>
        new("The partners' secret is no JSON object with a member for each partner, such as {\"acme\":\"...\"}. Put one into Secrets Manager.");

    private static InvalidOperationException NoSecret(string partner) =>
        new($"'{partner}' of the partners' secret is no secret: set it to {MinSecretLength} characters or more, or to '{Suspended}'.");
}

/// <summary>A partner; one that is suspended has no secret. No record: nothing prints it.</summary>
internal sealed class Partner(string id, byte[]? secret)
{
    public string Id { get; } = id;

    public byte[]? Secret { get; } = secret;
}
