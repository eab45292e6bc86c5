using Emulation.Cognito.Federation;
using Emulation.Cognito.Pools;

namespace Emulation.StandIns;

/// <summary>The stand-in of one provider of one pool, as a request finds it.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Provider">The provider that it stands in for.</param>
internal sealed record StandInProvider(UserPool Pool, ExternalProvider Provider)
{
    /// <summary>The path below which it answers, which tells it from all others.</summary>
    public string Place { get; } = ProviderStandIns.PathOf(Pool.Id, Provider.Name);

    public StandInKind Kind { get; } = StandInKind.Of(Provider.Kind.Type);

    public StandInPaths Paths { get; } = StandInPaths.Of(Provider);

    /// <summary>As people call it: <c>Google</c>, or a company's own name with the protocol.</summary>
    public string Title => Provider.Kind.IsOneCompany ? Kind.Title : $"{Provider.Name} ({Kind.Title})";

    /// <summary>Where the browser may be once it has been here: the pool's callback, and the applications behind it.</summary>
    public IEnumerable<string> Targets(string returnUrl, PoolStore store) =>
        store.Clients(Pool.Id).Where(client => client.IdentityProviders.Contains(Provider.Name))
            .SelectMany(static client => client.CallbackUrls.Concat(client.LogoutUrls)).Prepend(returnUrl).Where(static url => Uri.TryCreate(url, UriKind.Absolute, out _));
}
