using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Emulation.Cognito.Pages;

/// <summary>
/// A language of managed login. The texts in the code are English and stand for themselves; what another language's table does not have stays English. Amazon Cognito Developer
/// Guide, "User pool managed login", "Managed login localization".
/// </summary>
internal sealed class Language
{
    private static readonly FrozenDictionary<string, Language> ByCode = new (string Code, string Name)[]
    {
        ("de", "german"), ("en", "english"), ("es", "spanish"), ("fr", "french"), ("id", "bahasa-indonesia"), ("it", "italian"), ("ja", "japanese"), ("ko", "korean"),
        ("pt-BR", "portuguese-brazil"), ("zh-CN", "chinese-simplified"), ("zh-TW", "chinese-traditional"),
    }.Select(static one => new Language(one.Code, one.Name)).ToFrozenDictionary(static one => one.Code, StringComparer.OrdinalIgnoreCase);

    private readonly Lazy<FrozenDictionary<string, string>> texts;

    private Language(string code, string name)
    {
        (Code, Name) = (code, name);
        texts = new(() => Read(code));
    }

    public static Language English { get; } = ByCode["en"];

    public static IReadOnlyCollection<Language> All => ByCode.Values;

    /// <summary>What <c>lang</c> and HTML call it: <c>pt-BR</c>.</summary>
    public string Code { get; }

    /// <summary>What terms documents call it: <c>portuguese-brazil</c>.</summary>
    public string Name { get; }

    /// <summary>The texts that it has words of its own for.</summary>
    public IReadOnlyDictionary<string, string> Texts => texts.Value;

    /// <summary>The language of a code; null for one that managed login does not have.</summary>
    public static Language? Of(string? code) => code is null ? null : ByCode.GetValueOrDefault(code);

    /// <summary>A text of the pages in this language.</summary>
    public string Say(string english) => Texts.GetValueOrDefault(english, english);

    /// <summary>A text with something in it, at <c>{0}</c> and so on.</summary>
    public string Say(string english, params object?[] arguments) => string.Format(CultureInfo.InvariantCulture, Say(english), arguments);

    private static FrozenDictionary<string, string> Read(string code)
    {
        using var table = typeof(Language).Assembly.GetManifestResourceStream($"Pages/Languages/{code}.json");
        return table is null ? FrozenDictionary<string, string>.Empty
            : JsonSerializer.Deserialize(table, LanguageJson.Default.DictionaryStringString)!.ToFrozenDictionary(StringComparer.Ordinal);
    }
}

[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class LanguageJson : JsonSerializerContext;
