using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Iam;

namespace Emulation.Sts.Saml;

/// <summary>The person of an assertion, as trust policies and the session see them. IAM User Guide, "Available keys for SAML-based AWS STS federation".</summary>
/// <param name="Identity">Who it is.</param>
/// <param name="SessionName">The session's name, which the identity provider gives.</param>
/// <param name="SubjectType">The format of the subject's name.</param>
/// <param name="NameQualifier">With the subject it names one person of one provider.</param>
internal sealed record SamlIdentity(VouchedIdentity Identity, string SessionName, string SubjectType, string NameQualifier)
{
    private const string Attributes = "https://aws.amazon.com/SAML/Attributes/";
    private const string Duration = Attributes + "SessionDuration";
    private const string FormatPrefix = "urn:oasis:names:tc:SAML:2.0:nameid-format:";

    /// <summary>How long the identity provider lets the session last, in seconds; null when it does not say. It shortens what the call asks for, and never lengthens it.</summary>
    public int? LastsAtMost { get; private init; }

    /// <summary>Whether the assertion offers this role through this provider, in either order.</summary>
    public static bool Offers(SamlAssertion assertion, string role, string provider) =>
        assertion.Values(Attributes
            + "Role").Any(pair =>
                pair.Split(',', StringSplitOptions.TrimEntries) is [var first, var second] && ((first == role && second == provider) || (first == provider && second == role)));

    /// <summary>Null when the assertion lacks something or says something that is not taken.</summary>
    public static SamlIdentity? Of(SamlAssertion assertion, KnownSamlProvider provider, out QueryError error)
    {
        var names = assertion.Values(Attributes + "RoleSessionName");
        var sources = assertion.Values(Attributes + "SourceIdentity");
        var tags = TagsOf(assertion);
        error = (names switch
        {
            [] => WebIdentityErrors.InvalidToken("RoleSessionName is required in AuthnResponse"),
            [var name] when SourceIdentities.Pattern.IsMatch(name) => null,
            _ => WebIdentityErrors.InvalidToken("RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}"),
        } ?? (sources is [] ? null : SourceIdentities.Check(sources is [var source] ? source : "")) ?? tags.Error ?? CheckDuration(assertion))!;
        if (error is not null)
        {
            return null;
        }

        var type = assertion.Format.StartsWith(FormatPrefix, StringComparison.Ordinal) ? assertion.Format[FormatPrefix.Length..] : assertion.Format;
        var qualifier = QualifierOf(assertion.Issuer, provider);
        var session = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty
            .Add("saml:namequalifier", [qualifier])
            .Add("saml:sub", [assertion.Subject])
            .Add("saml:sub_type", [type]);
        var identity = new VouchedIdentity
        {
            Principal = new WebIdentity(provider.Arn, assertion.Subject),
            Action = "sts:AssumeRoleWithSAML",
            TrustKeys = session
                .SetItems(SamlKeys.Of(assertion).Select(static key => KeyValuePair.Create(key.Key, key.Values)))
                .Add("saml:aud", [assertion.Recipient])
                .Add("saml:iss", [assertion.Issuer])
                .Add("saml:doc", [$"{provider.Account}/{provider.Name}"]),
            SessionKeys = session,
            Tags = tags.Tags,
            TransitiveTagKeys = tags.TransitiveKeys,
            SourceIdentity = sources is [var named] ? named : null,
        };
        return new SamlIdentity(identity, names[0], type, qualifier)
        {
            LastsAtMost = assertion.Values(Duration) is [var seconds] ? int.Parse(seconds, NumberStyles.None, CultureInfo.InvariantCulture) : null,
        };
    }

    private static QueryError? CheckDuration(SamlAssertion assertion) => assertion.Values(Duration) switch
    {
        [] => null,
        [var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds is >= StsDurations.Shortest and <= StsDurations.LongestAssumedRole =>
            null,
        _ => WebIdentityErrors.InvalidToken($"SessionDuration in AuthnResponse must be a number of seconds from {StsDurations.Shortest} to {StsDurations.LongestAssumedRole}"),
    };

    private static AssertedTags TagsOf(SamlAssertion assertion)
    {
        const string Tag = Attributes + "PrincipalTag:";
        var tags = new AssertedTags();
        foreach (var (name, values) in assertion.Attributes.Where(static attribute => attribute.Name.StartsWith(Tag, StringComparison.Ordinal)))
        {
            tags.Add(name[Tag.Length..], values is [var value] ? value : null);
        }

        tags.AddTransitive(assertion.Values(Attributes + "TransitiveTagKeys"));
        return tags;
    }

    /// <summary>AWS Security Token Service API Reference, AssumeRoleWithSAML, "NameQualifier".</summary>
#pragma warning disable CA5350 // The formula is AWS's: a name, not a protection.
    private static string QualifierOf(string issuer, KnownSamlProvider provider) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.UTF8.GetBytes($"{issuer}{provider.Account}/{provider.Name}")));
#pragma warning restore CA5350
}
