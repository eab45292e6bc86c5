namespace Sam;

/// <summary>An address or a domain that SES sends from.</summary>
/// <param name="Identity">How it is called, and where it is declared.</param>
public sealed record SesIdentity(ResourceIdentity Identity) : ServiceResource(Identity);
