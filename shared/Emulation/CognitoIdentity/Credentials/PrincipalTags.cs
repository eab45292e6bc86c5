using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Emulation.Cognito.Protocol;
using Emulation.CognitoIdentity.Logins;
using Emulation.CognitoIdentity.Pools;

namespace Emulation.CognitoIdentity.Credentials;

/// <summary>The session tags that the claims of logins become. Amazon Cognito Developer Guide, "Using attributes for access control".</summary>
internal static partial class PrincipalTags
{
    private const int LongestKey = 128;
    private const int LongestValue = 256;

    /// <summary>
    /// The tags of the providers that have a map. A claim that is missing makes no tag, and neither does a list: a policy that compares the tag then does not match.
    /// </summary>
    /// <exception cref="CognitoException">A claim's value cannot be a tag.</exception>
    public static ImmutableSortedDictionary<string, string> Of(IdentityPool pool, LoginProof proof)
    {
        var tags = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        tags.AddRange(proof.FromDeveloper?.Tags ?? ImmutableSortedDictionary<string, string>.Empty);
        foreach (var login in proof.Logins)
        {
            var map = login.Names.Select(name => pool.PrincipalTags.GetValueOrDefault(name)).FirstOrDefault(static map => map is not null) ?? PrincipalTagMap.None;
            foreach (var (key, claim) in map.InForce)
            {
                if (login.ValueOf(claim) is { } value)
                {
                    tags[key] = Checked(key, value, $"The claim '{claim}'");
                }
            }
        }

        return tags.ToImmutable();
    }

    /// <summary>The tags that a developer gives along.</summary>
    /// <exception cref="CognitoException">One of them cannot be a tag.</exception>
    public static ImmutableSortedDictionary<string, string> Of(Fields fields) =>
        fields.Map("PrincipalTags").ToImmutableSortedDictionary(
            static tag => tag.Key, static tag => Checked(tag.Key, tag.Value, $"The value of '{tag.Key}'"), StringComparer.OrdinalIgnoreCase);

    /// <summary>AWS Security Token Service API Reference, "Tag".</summary>
    private static string Checked(string key, string value, string what) =>
        key.Length is >= 1 and <= LongestKey && value.Length <= LongestValue && TagText.IsMatch(key) && TagText.IsMatch(value)
            ? value
            : throw Refusal.Invalid(
                $"{what} cannot be the principal tag '{key}': tags are letters, digits, spaces and _.:/=+-@, keys of at most {LongestKey} and values "
                    + $"of at most {LongestValue} characters.");

    [GeneratedRegex(@"^[\p{L}\p{Z}\p{N}_.:/=+\-@]*\z")]
    private static partial Regex TagText { get; }
}
