using System.Globalization;
using System.Text;

namespace Emulation.Cognito.Pages.Branding;

/// <summary>
/// A style as a style sheet over the pages' own. Nothing in it is a style's own text: colours were found to be hexadecimal digits, radii numbers, and images are files of the
/// same site.
/// </summary>
internal static class BrandSheet
{
    /// <summary>Which colour goes where: the part of the pages, what of it, and where the settings have it: with <c>*</c> for <c>lightMode</c> or <c>darkMode</c>.</summary>
    private static readonly (string Selector, string Property, string Path)[] Colors =
    [
        (":root", "--ink", "components.pageText.*.bodyColor"),
        (":root", "--soft", "components.pageText.*.descriptionColor"),
        (":root", "--line", "componentClasses.input.*.defaults.borderColor"),
        (":root", "--paper", "components.form.*.backgroundColor"),
        (":root", "--ground", "components.pageBackground.*.color"),
        (":root", "--accent", "componentClasses.focusState.*.borderColor"),
        (":root", "--accent-dark", "components.primaryButton.*.hover.backgroundColor"),
        (":root", "--on-accent", "components.primaryButton.*.defaults.textColor"),
        (":root", "--bad", "componentClasses.statusIndicator.*.error.indicatorColor"),
        (":root", "--bad-ground", "components.alert.*.error.backgroundColor"),
        (":root", "--good", "componentClasses.statusIndicator.*.success.indicatorColor"),
        (":root", "--good-ground", "componentClasses.statusIndicator.*.success.backgroundColor"),
        ("main", "border-color", "components.form.*.borderColor"),
        ("h1", "color", "components.pageText.*.headingColor"),
        (".label-customizable", "color", "componentClasses.inputLabel.*.textColor"),
        (".hint", "color", "componentClasses.inputDescription.*.textColor"),
        (".inputField-customizable", "background-color", "componentClasses.input.*.defaults.backgroundColor"),
        (".errorMessage-customizable", "border-color", "components.alert.*.error.borderColor"),
        ("a", "color", "componentClasses.link.*.defaults.textColor"),
        ("a:hover", "color", "componentClasses.link.*.hover.textColor"),
        (".submitButton-customizable", "background-color", "components.primaryButton.*.defaults.backgroundColor"),
        (".submitButton-customizable:hover", "color", "components.primaryButton.*.hover.textColor"),
        (".submitButton-customizable:active", "background-color", "components.primaryButton.*.active.backgroundColor"),
        (".submitButton-customizable:active", "color", "components.primaryButton.*.active.textColor"),
        (".secondary .submitButton-customizable", "background-color", "components.secondaryButton.*.defaults.backgroundColor"),
        (".secondary .submitButton-customizable", "border-color", "components.secondaryButton.*.defaults.borderColor"),
        (".secondary .submitButton-customizable", "color", "components.secondaryButton.*.defaults.textColor"),
        (".secondary .submitButton-customizable:hover", "background-color", "components.secondaryButton.*.hover.backgroundColor"),
        (".secondary .submitButton-customizable:hover", "border-color", "components.secondaryButton.*.hover.borderColor"),
        (".secondary .submitButton-customizable:hover", "color", "components.secondaryButton.*.hover.textColor"),
        (".idpButton-customizable", "background-color", "components.idpButton.standard.*.defaults.backgroundColor"),
        (".idpButton-customizable", "border-color", "components.idpButton.standard.*.defaults.borderColor"),
        (".idpButton-customizable", "color", "components.idpButton.standard.*.defaults.textColor"),
        (".idpButton-customizable:hover", "background-color", "components.idpButton.standard.*.hover.backgroundColor"),
        (".idpButton-customizable:hover", "border-color", "components.idpButton.standard.*.hover.borderColor"),
        (".idpButton-customizable:hover", "color", "components.idpButton.standard.*.hover.textColor"),
        (".choice input", "accent-color", "componentClasses.optionControls.*.selected.backgroundColor"),
        (".page-header", "background-color", "components.pageHeader.*.background.color"),
        (".page-header", "border-color", "components.pageHeader.*.borderColor"),
        (".page-footer", "background-color", "components.pageFooter.*.background.color"),
        (".page-footer", "border-color", "components.pageFooter.*.borderColor"),
    ];

    private static readonly (string Selector, string Path)[] Radii =
    [
        ("main", "components.form.borderRadius"),
        (".errorMessage-customizable, .notice", "components.alert.borderRadius"),
        (".inputField-customizable", "componentClasses.input.borderRadius"),
        (".submitButton-customizable, .idpButton-customizable", "componentClasses.buttons.borderRadius"),
    ];

    /// <summary>Where images stand: the part of the pages, their purpose, and the switch.</summary>
    private static readonly (string Selector, string Category, string Switch)[] Backgrounds =
    [
        (".background-customizable", "PAGE_BACKGROUND", "components.pageBackground.image.enabled"),
        ("main", "FORM_BACKGROUND", "components.form.backgroundImage.enabled"),
        (".page-header", "PAGE_HEADER_BACKGROUND", "components.pageHeader.backgroundImage.enabled"),
        (".page-footer", "PAGE_FOOTER_BACKGROUND", "components.pageFooter.backgroundImage.enabled"),
    ];

    private static readonly (string Selector, string Path)[] Logos =
    [
        (".banner-customizable", "components.form.logo.location"),
        (".page-header", "components.pageHeader.logo.location"), (".page-footer", "components.pageFooter.logo.location"),
    ];

    /// <summary>What stays free at the edges of a page.</summary>
    private const string Edge = "1.5rem";

    /// <summary>The style sheet.</summary>
    /// <param name="brand">The style.</param>
    /// <param name="image">The address of an image, by purpose and mode.</param>
    public static string Of(Brand brand, Func<string, string, string> image)
    {
        var css = new StringBuilder("main { border: 1px solid transparent; }\n.banner-customizable { display: flex; }\n");
        foreach (var (selector, path) in Radii)
        {
            if (double.TryParse(brand.Text(path), NumberStyles.Float, CultureInfo.InvariantCulture, out var radius))
            {
                css.Append(CultureInfo.InvariantCulture, $"{selector} {{ border-radius: {radius}px; }}\n");
            }
        }

        var (above, below) = (brand.HasHeader ? "0" : Edge, brand.HasFooter ? "0" : Edge);
        css.Append(
            CultureInfo.InvariantCulture,
            $"body {{ flex-direction: column; align-items: stretch; gap: {Edge}; padding: {above} 0 {below}; }}\nmain {{ margin: {Margins(brand)}; }}\n"
            + $"@media (max-width: 30rem) {{ body {{ gap: 0; padding: 0; }} main {{ margin: 0; }} }}\n");
        foreach (var (selector, path) in Logos)
        {
            css.Append(CultureInfo.InvariantCulture, $"{selector} {{ justify-content: {SideOf(brand.Text(path))}; }}\n");
        }

        AppendMode(css, brand, isDark: brand.ColorScheme == "DARK", image);
        if (brand.ColorScheme == "DYNAMIC")
        {
            css.Append("@media (prefers-color-scheme: dark) {\n");
            AppendMode(css, brand, isDark: true, image);
            css.Append("}\n");
        }

        return css.ToString();
    }

    private static void AppendMode(StringBuilder css, Brand brand, bool isDark, Func<string, string, string> image)
    {
        var mode = isDark ? "darkMode" : "lightMode";
        foreach (var (selector, property, path) in Colors)
        {
            if (brand.Text(path.Replace("*", mode, StringComparison.Ordinal)) is { } color)
            {
                css.Append(CultureInfo.InvariantCulture, $"{selector} {{ {property}: #{color}; }}\n");
            }
        }

        foreach (var (selector, category, isOn) in Backgrounds)
        {
            if (brand.Is(isOn) && brand.ModeOf(category, isDark) is { } found)
            {
                css.Append(
                    CultureInfo.InvariantCulture, $"{selector} {{ background-image: url(\"{image(category, found)}\"); background-size: cover; background-position: center; }}\n");
            }
        }
    }

    private static string Margins(Brand brand)
    {
        var (top, bottom) = Pair(brand.Text("categories.form.location.vertical"));
        var (left, right) = Pair(brand.Text("categories.form.location.horizontal"));
        return $"{top} {right} {bottom} {left}";

        static (string Before, string After) Pair(string? side) => side switch { "START" => (Edge, "auto"), "END" => ("auto", Edge), _ => ("auto", "auto") };
    }

    private static string SideOf(string? location) => location switch { "CENTER" => "center", "END" => "flex-end", _ => "flex-start" };
}
