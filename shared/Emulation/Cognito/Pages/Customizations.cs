using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Emulation.Cognito.Pages.Branding;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Pages;

/// <summary>What a client, or its pool, changed about the look of the pages.</summary>
/// <param name="HasCss">Whether there is a style sheet.</param>
/// <param name="HasImage">Whether there is a logo.</param>
/// <param name="Version">Changes whenever the look does, so that browsers may keep the files.</param>
internal readonly record struct Look(bool HasCss, bool HasImage, string Version)
{
    /// <summary>Whether the pages are those of managed login, which have languages and terms, and whose look is a <see cref="Brand"/>; else the classic ones.</summary>
    public bool IsManaged { get; init; }

    /// <summary>The client's style of managed login.</summary>
    public Brand? Brand { get; init; }
}

/// <summary>SetUICustomization and GetUICustomization. Amazon Cognito Developer Guide, "Customizing hosted UI (classic) branding".</summary>
internal sealed partial class Customizations(PoolStore store, PoolDirectory directory, Func<string> endpointUrl, TimeProvider time)
{
    private const string Everyone = "ALL";
    private const int LargestImage = 100 * 1024;

    public IEnumerable<Operation> All =>
    [
        Operation.Signed("SetUICustomization", Set),
        Operation.Signed("GetUICustomization", call => Show(directory.PoolOf(call.Fields), ClientOf(call))),
    ];

    public Look LookOf(UserPool pool, UserPoolClient? client) =>
        Find(pool, client?.Id) is { } document ? new(document["CSS"] is not null, document["ImageFile"] is not null, (string)document["CSSVersion"]!) : default;

    public string? CssOf(UserPool pool, string? client) => (string?)Find(pool, client)?["CSS"];

    public byte[]? ImageOf(UserPool pool, string? client) => (string?)Find(pool, client)?["ImageFile"] is { } image ? Convert.FromBase64String(image) : null;

    /// <summary>The content type of an image; null for anything but PNG and JPEG.</summary>
    public static string? TypeOf(ReadOnlySpan<byte> image) =>
        image.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
            : image.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
            : null;

    private JsonObject? Find(UserPool pool, string? client) =>
        (client is null ? null : store.Part(pool.Id, PartKind.Customization, client)) ?? store.Part(pool.Id, PartKind.Customization, Everyone);

    private JsonObject Set(CognitoCall call)
    {
        var pool = directory.PoolOf(call.Fields);
        var client = ClientOf(call);
        if (store.Parts(pool.Id, PartKind.Domain).Count == 0)
        {
            throw Refusal.Invalid("There has to be an existing domain associated with this user pool");
        }

        var now = WireJson.Time(time.GetUtcNow());
        var document = new JsonObject
        {
            ["UserPoolId"] = pool.Id,
            ["ClientId"] = client,
            ["CSSVersion"] = time.GetUtcNow().ToString("yyyyMMddHHmmssfff", System.Globalization.CultureInfo.InvariantCulture),
            ["LastModifiedDate"] = now,
            ["CreationDate"] = store.Part(pool.Id, PartKind.Customization, client)?["CreationDate"]?.DeepClone() ?? now.DeepClone(),
        };
        if (call.Fields.Text("CSS", 0, 131072) is { Length: > 0 } css)
        {
            CheckCss(css);
            document["CSS"] = css;
        }

        if (call.Fields.Text("ImageFile", 0, 131072) is { Length: > 0 } image)
        {
            CheckImage(image);
            document["ImageFile"] = image;
        }

        store.SavePart(pool.Id, PartKind.Customization, client, document);
        return Show(pool, client);
    }

    private JsonObject Show(UserPool pool, string client)
    {
        var shown = (JsonObject?)Find(pool, client)?.DeepClone() ?? new JsonObject { ["UserPoolId"] = pool.Id, ["ClientId"] = client };
        if (shown.Remove("ImageFile") && (string?)store.Parts(pool.Id, PartKind.Domain).FirstOrDefault()?["Domain"] is { } domain)
        {
            shown["ImageUrl"] = $"{Domains.UserPoolDomains.UrlOf(endpointUrl(), domain)}/assets/logo?client_id={client}";
        }

        return new JsonObject { ["UICustomization"] = shown };
    }

    private string ClientOf(CognitoCall call) =>
        call.Fields.Text("ClientId", 1, 128) is { } id and not Everyone ? directory.ClientOf(directory.PoolOf(call.Fields), call.Fields).Id ?? id : Everyone;

    /// <summary>Only what colours and places our own elements: nothing that ends the style sheet, fetches from elsewhere, or hides either behind an escape.</summary>
    private static void CheckCss(string css)
    {
        var problem = css switch
        {
            _ when css.Contains("</", StringComparison.Ordinal) || css.Contains("<!", StringComparison.Ordinal) => "it must not contain HTML",
            _ when css.Contains('@', StringComparison.Ordinal) => "it must not contain @import, @supports, @page or @media statements",
            _ when css.Contains('\\', StringComparison.Ordinal) => "it must not contain escapes",
            _ when ForeignUrl().IsMatch(css) => "url() takes data: alone",
            _ when Selectors().Matches(css).Select(static match => match.Value)
                .FirstOrDefault(static selectors => ClassName().Matches(selectors).Any(static name => !name.Value.EndsWith("-customizable", StringComparison.Ordinal))) is not null
                => "a class is none of the pages' -customizable classes",
            _ => null,
        };
        if (problem is not null)
        {
            throw Refusal.Invalid($"CSS cannot be used: {problem}.");
        }
    }

    private static void CheckImage(string base64)
    {
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length) || TypeOf(bytes.AsSpan(0, length)) is null)
        {
            throw Refusal.Invalid("ImageFile is not a PNG or JPEG image in base64.");
        }

        if (length > LargestImage)
        {
            throw Refusal.Invalid($"ImageFile is larger than {LargestImage} bytes.");
        }
    }

    [GeneratedRegex(@"url\(\s*['""]?\s*(?!\s*data:)", RegexOptions.IgnoreCase)]
    private static partial Regex ForeignUrl();

    [GeneratedRegex(@"[^{}]+(?=\{)")]
    private static partial Regex Selectors();

    [GeneratedRegex(@"\.[A-Za-z_][\w-]*")]
    private static partial Regex ClassName();
}
