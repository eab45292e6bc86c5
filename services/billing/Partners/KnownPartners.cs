namespace Billing.Partners;

/// <summary>
/// The partners as their secret said it last: read with the first token, and again after five minutes, so that a rotated secret or a suspension counts soon. A secret that cannot
/// be read lets nobody in.
/// </summary>
internal sealed class KnownPartners(IPartnerSecret secret, TimeProvider time)
{
    /// <summary>For as long a partner may be let in after the secret has changed, beside what API Gateway remembers.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private (PartnerDirectory Partners, DateTimeOffset Until)? known;

    /// <exception cref="InvalidOperationException">The secret cannot be had, or is none.</exception>
    public async ValueTask<PartnerDirectory> NowAsync(CancellationToken cancellation)
    {
        // Lambda hands a process one event at a time.
        if (known is { } last && time.GetUtcNow() < last.Until)
        {
            return last.Partners;
        }

        var partners = PartnerDirectory.Parse(await secret.ReadAsync(cancellation));
        known = (partners, time.GetUtcNow() + Lifetime);
        return partners;
    }
}
