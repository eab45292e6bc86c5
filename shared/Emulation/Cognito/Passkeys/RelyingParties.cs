using Emulation.Cognito.Pools;

namespace Emulation.Cognito.Passkeys;

/// <summary>
/// The domain that a pool's passkeys are for: its own setting, or else its domain, "the fully-qualified domain name of your prefix domain". That is here
/// <c>PREFIX.auth.localhost</c>, also where the setting names the domain that AWS would serve it at. Amazon Cognito API Reference, WebAuthnConfigurationType.
/// </summary>
internal sealed class RelyingParties(PoolStore pools)
{
    private const string ThisMachine = "localhost";

    /// <returns>Null for a pool with neither.</returns>
    public string? Of(UserPool pool)
    {
        var prefix = (string?)pools.Parts(pool.Id, PartKind.Domain).FirstOrDefault()?["Domain"];
        var configured = pool.Passkeys.RelyingPartyId;
        return configured is not null && configured != $"{prefix}.auth.{pool.Region}.amazoncognito.com" ? configured
            : prefix is null ? null
            : $"{prefix}.auth.{ThisMachine}";
    }

    /// <summary>Whether a page of a host may use passkeys of a relying party. Web Authentication, "relying party identifier".</summary>
    public static bool Covers(string relyingParty, string host) =>
        host == relyingParty || host.EndsWith($".{relyingParty}", StringComparison.Ordinal);

    /// <summary>Whether an origin may: one by TLS, or one of this machine's names, which browsers trust without.</summary>
    public static bool Allows(string relyingParty, string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.GetLeftPart(UriPartial.Authority) == origin && uri.UserInfo.Length == 0 && Covers(relyingParty, uri.Host)
        && (uri.Scheme == "https" || (uri.Scheme == "http" && Covers(ThisMachine, uri.Host)));
}
