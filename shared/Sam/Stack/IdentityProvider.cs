using System.Collections.Immutable;
using Iam;

namespace Sam;

/// <summary>An OpenID Connect provider of IAM: an issuer whose tokens the account's roles may trust.</summary>
public sealed record OidcProvider
{
    /// <summary>The name in the template.</summary>
    public required string LogicalId { get; init; }

    /// <summary>The issuer, with its scheme: what tokens say in <c>iss</c>.</summary>
    public required string Url { get; init; }

    /// <summary>The provider's ARN: <c>arn:aws:iam::111122223333:oidc-provider/</c> and the URL without its scheme.</summary>
    public required Arn Arn { get; init; }

    /// <summary>The audiences that are taken.</summary>
    public ImmutableArray<string> ClientIds { get; init; } = [];

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Where it is declared.</summary>
    public required SourceLine Line { get; init; }

    /// <summary>The URL without its scheme: the end of the ARN, and the prefix of the provider's condition keys.</summary>
    public static string NameOf(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.IndexOf("://", StringComparison.Ordinal) is var at and >= 0 ? url[(at + 3)..] : url;
    }
}

/// <summary>A SAML provider of IAM.</summary>
public sealed record SamlProvider
{
    /// <summary>The name in the template.</summary>
    public required string LogicalId { get; init; }

    /// <summary>The provider's name.</summary>
    public required string Name { get; init; }

    /// <summary>The provider's ARN: <c>arn:aws:iam::111122223333:saml-provider/</c> and the name.</summary>
    public required Arn Arn { get; init; }

    /// <summary>The identity provider's metadata: XML with its name and its certificates.</summary>
    public required string Metadata { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Where it is declared.</summary>
    public required SourceLine Line { get; init; }
}
