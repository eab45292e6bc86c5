using Emulation.Cognito.Federation;
using Emulation.Cognito.Pools;

namespace Emulation.Cognito.Pages;

/// <summary>
/// What a sign-in page has for people of identity providers: a button for each that the client lists. On the classic pages a field for an email address stands in place of the
/// SAML providers' buttons where all of them have identifiers: the address's domain says whose it is. Amazon Cognito Developer Guide, "SAML session initiation" and "Using SAML
/// identity providers with a user pool", identifiers.
/// </summary>
internal sealed class ProviderChoices(ExternalProviders providers, PoolStore pools)
{
    /// <summary>The field for the address.</summary>
    private const string Field = "corporate_email";

    private const string Authorize = "/oauth2/authorize";
    private const int ManagedLogin = 2;

    /// <summary>Whether a form was sent in which somebody has said their address.</summary>
    public static bool IsAnswered(PageCall call) => call.IsPost && call.Domain.Form?.Names.Contains(Field) == true;

    /// <param name="call">The request.</param>
    /// <param name="csrf">The token of the page's forms.</param>
    /// <param name="address">What the field for an address begins with.</param>
    public Html View(PageCall call, string csrf, string address)
    {
        var all = providers.Of(call.Client);
        var searched = IsSearched(call) ? all.FindAll(static one => one.Kind.Type == "SAML") : [];
        return Html.Of(
            $"""
            {Html.When(searched.Count > 0, Search(call, csrf, address))}
            {Html.Join(all.Except(searched).Select(provider => Button(call, "identity_provider", provider.Name, provider.Name)))}
            """);
    }

    /// <summary>The way on for somebody with this address; null where it is no provider's.</summary>
    public PageView? Of(PageCall call)
    {
        var typed = Typed(call);
        var identifier = typed[(typed.LastIndexOf('@') + 1)..];
        var found = ((string[])[identifier, identifier.ToLowerInvariant()]).FirstOrDefault(
            one => one.Length > 0 && providers.For(call.Client, null, one) is { Kind.Type: "SAML" });

        // A page that goes on by itself, not a redirect: browsers hold a redirect that answers a form against where forms may lead, and a provider is elsewhere.
        return found is null || !IsSearched(call)
            ? null
            : new PageView("Sign in", Button(call, "idp_identifier", found, found)) { GoesOnTo = LinkTo(call, "idp_identifier", found) };
    }

    /// <summary>The address as it was typed.</summary>
    public static string Typed(PageCall call) => call.Field(Field).Trim();

    private bool IsSearched(PageCall call) =>
        !pools.Parts(call.Pool.Id, PartKind.Domain).Exists(static domain => (int?)domain["ManagedLoginVersion"] == ManagedLogin)
        && providers.Of(call.Client).FindAll(static one => one.Kind.Type == "SAML").TrueForAll(static one => !one.Identifiers.IsEmpty);

    private static Html Search(PageCall call, string csrf, string address) => Controls.Form(
        call, SignInPages.Path, csrf, "Sign in with your company", Controls.Text(call, new Input(Field, "Email address at your company", "text", "email") { Value = address }));

    private static Html Button(PageCall call, string parameter, string value, string name) =>
        Html.Of($"""<a class="idpButton-customizable" href="{LinkTo(call, parameter, value)}">{call.Say("Continue with {0}", NameOf(name))}</a>""");

    /// <summary>The same request for this provider and no other.</summary>
    private static string LinkTo(PageCall call, string parameter, string value)
    {
        var others = call.Authorize.Query.Split('&').Where(static one => Uri.UnescapeDataString(one.Split('=')[0]) is not ("identity_provider" or "idp_identifier"));
        return $"{call.Domain.Base}{Authorize}?{string.Join('&', others)}&{parameter}={Uri.EscapeDataString(value)}";
    }

    private static string NameOf(string provider) => provider switch { "LoginWithAmazon" => "Amazon", "SignInWithApple" => "Apple", _ => provider };
}
