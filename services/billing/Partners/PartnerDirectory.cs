using System.Collections.Frozen;
using System.Text;

namespace Billing.Partners;

/// <summary>
/// The partners, from configuration section <c>Partners</c>: an environment variable <c>Partners__{id}</c> for each, which holds
/// the partner's secret, 32 characters or more, or the word <c>suspended</c>.
/// </summary>
internal sealed class PartnerDirectory
{
    private const string Section = "Partners";
    private const string Suspended = "suspended";
    private const int MinSecretLength = 32;

    private readonly FrozenDictionary<string, Partner> byId;

    private PartnerDirectory(IEnumerable<Partner> partners) =>
        byId = partners.ToFrozenDictionary(partner => partner.Id, StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">A partner's secret is too short to be one; the message does not show it.</exception>
    public static PartnerDirectory Read(IConfiguration configuration) =>
        new(configuration.GetSection(Section).GetChildren().Select(ReadPartner));

    public Partner? Find(string id) => byId.GetValueOrDefault(id);

    private static Partner ReadPartner(IConfigurationSection partner) => partner.Value switch
    {
        Suspended => new(partner.Key, secret: null),
        { Length: >= MinSecretLength } secret => new(partner.Key, Encoding.UTF8.GetBytes(secret)),
        _ => throw new InvalidOperationException(
            $"{Section}__{partner.Key} is no secret: set it to {MinSecretLength} characters or more, or to '{Suspended}'."),
    };
}

/// <summary>A partner; one that is suspended has no secret. No record: nothing prints it.</summary>
internal sealed class Partner(string id, byte[]? secret)
{
    public string Id { get; } = id;

    public byte[]? Secret { get; } = secret;
}
