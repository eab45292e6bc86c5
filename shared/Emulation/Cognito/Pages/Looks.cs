using Emulation.Cognito.Pages.Branding;
using Emulation.Cognito.Pools;

namespace Emulation.Cognito.Pages;

/// <summary>
/// How the pages of a client look. A domain of version 2 has managed login, which takes its look from the client's style; one of version 1 has the classic pages, which take
/// a style sheet and a logo. Amazon Cognito Developer Guide, "User pool managed login".
/// </summary>
internal sealed class Looks(Customizations classic, Brandings managed)
{
    /// <param name="pool">The pool.</param>
    /// <param name="client">The client; null while it is not known.</param>
    public Look Of(UserPool pool, UserPoolClient? client) =>
        managed.IsManaged(pool) ? new Look { IsManaged = true, Brand = managed.Find(pool, client?.Id) } : classic.LookOf(pool, client);

    /// <summary>The style sheet of the classic pages; null when there is none.</summary>
    public string? CssOf(UserPool pool, string? client) => classic.CssOf(pool, client);

    /// <summary>The logo of the classic pages; null when there is none.</summary>
    public byte[]? ImageOf(UserPool pool, string? client) => classic.ImageOf(pool, client);

    /// <summary>The style of managed login; null when there is none.</summary>
    public Brand? BrandOf(UserPool pool, string? client) => managed.Find(pool, client);
}
