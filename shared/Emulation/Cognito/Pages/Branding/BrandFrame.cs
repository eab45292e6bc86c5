using Emulation.Cognito.Pools;

namespace Emulation.Cognito.Pages.Branding;

/// <summary>What a client's style puts around a page's content: icons, header, logo, footer.</summary>
internal static class BrandFrame
{
    private static readonly (string Category, string Type)[] Icons = [("FAVICON_ICO", "image/x-icon"), ("FAVICON_SVG", "image/svg+xml")];

    public static FrameParts Of(string basePath, UserPoolClient? client, Brand brand)
    {
        var scheme = brand.ColorScheme switch { "DARK" => "dark", "DYNAMIC" => "light dark", _ => "light" };
        var sheet = Html.Of($"""<link rel="stylesheet" href="{basePath}/assets/brand.css?client_id={client?.Id}&amp;v={brand.Version}">""");
        var icons = Icons.Select(icon => brand.ModeOf(icon.Category, isDark: false) is { } mode
            ? Html.Of($"""<link rel="icon" type="{icon.Type}" href="{Address(icon.Category, mode)}">""")
            : Html.None);
        return new FrameParts(
            scheme,
            Html.Join(icons.Prepend(sheet)),
            Or(Html.When(brand.HasFormLogo, Logo("FORM_LOGO")), Html.Of($"""<p class="brand">{client?.Name}</p>""")),
            Html.When(brand.HasHeader, Html.Of($"""<header class="page-header">{Html.When(brand.HasHeaderLogo, Logo("PAGE_HEADER_LOGO"))}</header>""")),
            Html.When(brand.HasFooter, Html.Of($"""<footer class="page-footer">{Html.When(brand.HasFooterLogo, Logo("PAGE_FOOTER_LOGO"))}</footer>""")));

        string Address(string category, string mode) => $"{basePath}/assets/{PageAssets.ImageOf(client?.Id, brand, category, mode)}";

        Html Logo(string category)
        {
            var (light, dark) = (brand.ModeOf(category, isDark: false), brand.ModeOf(category, isDark: true));
            var first = brand.ColorScheme == "DARK" ? dark : light;
            var other = Html.When(brand.ColorScheme == "DYNAMIC" && dark is not null && dark != light, Html.Of(
                $"""<source media="(prefers-color-scheme: dark)" srcset="{Address(category, dark ?? "")}">"""));
            return Html.When(first is not null, Html.Of(
                $"""<picture>{other}<img class="logo-customizable" src="{Address(category, first ?? "")}" alt="{client?.Name}"></picture>"""));
        }
    }

    private static Html Or(Html piece, Html other) => piece == Html.None ? other : piece;
}
