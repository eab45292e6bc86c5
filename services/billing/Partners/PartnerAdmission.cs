namespace Billing.Partners;

/// <summary>What becomes of whoever shows a token.</summary>
internal abstract record PartnerAdmission
{
    private PartnerAdmission()
    {
    }

    public sealed record Admitted(string PartnerId) : PartnerAdmission;

    /// <summary>A partner, but not for now.</summary>
    public sealed record Suspended(string PartnerId) : PartnerAdmission;

    /// <summary>Nobody we know.</summary>
    public sealed record Refused(TokenFailure Why) : PartnerAdmission;

    /// <summary>Decides about the value of a header <c>Authorization</c>.</summary>
    public static PartnerAdmission Of(string? authorization, PartnerDirectory partners, DateTimeOffset now)
    {
        if (LegacyToken.Read(authorization) is not { } token)
        {
            return new Refused(TokenFailure.Malformed);
        }

        if (partners.Find(token.PartnerId) is not { } partner)
        {
            return new Refused(TokenFailure.UnknownPartner);
        }

        // There is no secret of a suspended partner to compare with, and nothing is opened.
        if (partner.Secret is not null && !token.IsSignedWith(partner.Secret))
        {
            return new Refused(TokenFailure.WrongMac);
        }

        if (token.ExpiresAtSeconds <= now.ToUnixTimeSeconds())
        {
            return new Refused(TokenFailure.Expired);
        }

        return partner.Secret is null ? new Suspended(partner.Id) : new Admitted(partner.Id);
    }
}

/// <summary>Why a token admits nobody: for the log, never for the caller.</summary>
internal enum TokenFailure
{
    /// <summary>It is missing, or not of the form of a legacy token.</summary>
    Malformed,

    /// <summary>It names no partner of the secret.</summary>
    UnknownPartner,

    /// <summary>It was not made with the partner's secret.</summary>
    WrongMac,

    /// <summary>Its time is over.</summary>
    Expired,
}
