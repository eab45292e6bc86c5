using Emulation.Cognito.Federation;
using Emulation.Cognito.Pages;
using Emulation.Cognito.Pools;

namespace Emulation.StandIns;

/// <summary>All stand-ins: of whom, of which pool, and whom one may be there.</summary>
internal static class ListPage
{
    public static StandInAnswer Show(ProviderStandIns standIns, PoolStore store)
    {
        var found = standIns.In(store).Select(static one => new StandInProvider(one.Pool, one.Provider)).ToList();
        var all = Html.Join(found.Select(one => Html.Of(
            $"""
            <h2>{one.Title}</h2>
            <p>of the user pool {one.Pool.Name} (<code>{one.Pool.Id}</code>). {Begin(one, store)}</p>

            """)));
        var people = Html.Join(TestPerson.All.Select(static one => Html.Of($"<li><strong>{one.Name}</strong>, {one.Note}</li>")));
        var none = Html.Of(
            $"""<p>No identity provider has one. Start LocalAws with <code>--stand-in google</code>, or write <code>Metadata: LocalAws: StandIn: true</code> beside it.</p>""");
        return StandInAnswer.Of(new StandInPage("Stand-ins for identity providers", Html.Of(
            $"""
            <p class="textDescription-customizable">They take the place of the providers' own servers, for people who are not there:</p>
            <ul>{people}</ul>
            {(found.Count == 0 ? none : all)}
            """)));
    }

    /// <summary>A sign-in begins at an application's client, never here.</summary>
    private static Html Begin(StandInProvider one, PoolStore store)
    {
        var domain = (string?)store.Parts(one.Pool.Id, PartKind.Domain).FirstOrDefault()?["Domain"];
        var client = store.Clients(one.Pool.Id).Find(client =>
            client.IdentityProviders.Contains(one.Provider.Name) && client.CallbackUrls.Length > 0 && client.OAuthFlows.Contains("code"));
        if (domain is null || client is null)
        {
            return Html.Of($"No client with a callback lists it, or the pool has no domain: nobody can sign in by it.");
        }

        var query = $"client_id={client.Id}&response_type=code&identity_provider={Uri.EscapeDataString(one.Provider.Name)}"
            + $"&redirect_uri={Uri.EscapeDataString(client.CallbackUrls[0])}";
        return Controls.Link($"{Cognito.Domains.UserPoolDomains.UrlOf("", domain)}/oauth2/authorize?{query}", $"Sign in to {client.Name}");
    }
}
