using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.State;

namespace Emulation.Upstreams.Making;

/// <summary>A secret's value as CloudFormation generates it. CloudFormation User Guide, "AWS::SecretsManager::Secret GenerateSecretString".</summary>
internal static class GeneratedSecret
{
    private const int UsualLength = 32;
    private const int Longest = 4096;
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Digits = "0123456789";
    private const string Punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    /// <summary>A password, or the template's JSON with one in it.</summary>
    public static string Of(JsonObject? rules, IdSource ids)
    {
        rules ??= [];
        var password = Password(rules, ids);
        if ((string?)rules["SecretStringTemplate"] is not { } template || (string?)rules["GenerateStringKey"] is not { } key)
        {
            return password;
        }

        var text = JsonNode.Parse(template) as JsonObject ?? throw new JsonException("A SecretStringTemplate is a JSON object.");
        text[key] = password;
        return text.ToJsonString();
    }

    private static string Password(JsonObject rules, IdSource ids)
    {
        var excluded = (string?)rules["ExcludeCharacters"] ?? "";
        var kinds = ((string Name, string Letters)[])[("ExcludeLowercase", Lower), ("ExcludeUppercase", Upper), ("ExcludeNumbers", Digits), ("ExcludePunctuation", Punctuation)];
        var letters = kinds.Where(kind => !Is(rules, kind.Name)).Select(kind => string.Concat(kind.Letters.Except(excluded))).Where(static kind => kind.Length > 0).ToList();
        if (Is(rules, "IncludeSpace"))
        {
            letters.Add(" ");
        }

        var length = int.TryParse(rules["PasswordLength"]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? Math.Clamp(given, 1, Longest) : UsualLength;
        var all = string.Concat(letters);
        if (all.Length == 0)
        {
            return "";
        }

        var password = ids.Text(all, length).ToCharArray();
        if (!rules.ContainsKey("RequireEachIncludedType") || Is(rules, "RequireEachIncludedType"))
        {
            // Each kind takes a place that no other has taken.
            var places = Enumerable.Range(0, length).ToList();
            foreach (var kind in letters.Take(length))
            {
                var place = places[ids.Below(places.Count)];
                places.Remove(place);
                password[place] = kind[ids.Below(kind.Length)];
            }
        }

        return new string(password);
    }

    private static bool Is(JsonObject rules, string name) => rules[name]?.ToString() is "true" or "True";
}
