using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Emulation.Cognito.Protocol;
using Emulation.CognitoIdentity.Logins;

namespace Emulation.CognitoIdentity.Pools;

/// <summary>
/// Checks what CreateIdentityPool and UpdateIdentityPool take, and makes the pool's description of it. Amazon Cognito Federated Identities API Reference,
/// "CreateIdentityPool".
/// </summary>
internal static partial class IdentityPoolDocument
{
    public const int LongestId = 55;
    private const int MostProviders = 50;
    private const int MostCompanies = 10;
    private const string Companies = "SupportedLoginProviders";

    /// <summary>The pool's members, as they are shown.</summary>
    /// <exception cref="CognitoException">A member is not as Cognito takes it, or stands for what is not here.</exception>
    public static JsonObject Read(Fields fields, string id)
    {
        var pool = new JsonObject
        {
            ["IdentityPoolId"] = id,
            ["IdentityPoolName"] = fields.Required("IdentityPoolName", 1, 128, NamePattern),
            ["AllowUnauthenticatedIdentities"] = fields.Flag("AllowUnauthenticatedIdentities") ?? throw fields.Missing("AllowUnauthenticatedIdentities"),
        };
        if (fields.Flag("AllowClassicFlow") is { } classic)
        {
            pool["AllowClassicFlow"] = classic;
        }

        AddCompanies(pool, fields);
        if (fields.Text("DeveloperProviderName", 1, 128, DeveloperPattern) is { } developer)
        {
            pool["DeveloperProviderName"] = developer;
        }

        AddArns(pool, fields, "OpenIdConnectProviderARNs", ":oidc-provider/");
        AddArns(pool, fields, "SamlProviderARNs", ":saml-provider/");
        AddUserPools(pool, fields);
        pool["IdentityPoolTags"] = Tags(fields, "IdentityPoolTags");
        return pool;
    }

    /// <summary>Resource tags.</summary>
    public static JsonObject Tags(Fields fields, string name)
    {
        var tags = fields.Map(name);
        return tags.All(static tag => tag.Key.Length is >= 1 and <= 128 && tag.Value.Length <= 256)
            ? new JsonObject(tags.Select(static tag => KeyValuePair.Create(tag.Key, (JsonNode?)tag.Value)))
            : throw fields.Violation(null, name, "Map keys must have length between 1 and 128, map values at most 256");
    }

    private static void AddCompanies(JsonObject pool, Fields fields)
    {
        var companies = fields.Map(Companies);
        fields.RequireAtMost(MostCompanies, Companies, companies.Count);
        foreach (var (company, application) in companies)
        {
            if (company.Length is < 1 or > 128 || application.Length is < 1 or > 128 || !ApplicationPattern.IsMatch(application))
            {
                throw fields.Violation(
                    null, Companies,
                    @"Map keys must have length between 1 and 128, map values must have length between 1 and 128 and satisfy regular expression pattern: [\w.;_/-]+");
            }

            if (company is "api.twitter.com" or "www.digits.com")
            {
                throw Refusal.NotHere($"sign-in by {company}", "Leave it out of SupportedLoginProviders.");
            }

            if (!SocialLogins.Companies.Contains(company))
            {
                throw Refusal.Invalid($"'{company}' is none of the SupportedLoginProviders: {string.Join(", ", SocialLogins.Companies.Order(StringComparer.Ordinal))}.");
            }
        }

        if (!companies.IsEmpty)
        {
            pool[Companies] = new JsonObject(
                companies.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value)));
        }
    }

    private static void AddUserPools(JsonObject pool, Fields fields)
    {
        ImmutableArray<JsonNode> providers = [.. fields.Items("CognitoIdentityProviders").Select(static provider => (JsonNode)new JsonObject
        {
            ["ProviderName"] = provider.Required("ProviderName", 1, 128, ProviderPattern),
            ["ClientId"] = provider.Required("ClientId", 1, 128, ClientPattern),
            ["ServerSideTokenCheck"] = provider.Flag("ServerSideTokenCheck") ?? false,
        })];
        fields.RequireAtMost(MostProviders, "CognitoIdentityProviders", providers.Length);
        if (providers.FirstOrDefault(static provider => !UserPoolPattern.IsMatch((string)provider["ProviderName"]!)) is { } other)
        {
            throw Refusal.Invalid($"'{(string)other["ProviderName"]!}' is no user pool: write cognito-idp.REGION.amazonaws.com/POOL.");
        }

        if (!providers.IsEmpty)
        {
            pool["CognitoIdentityProviders"] = new JsonArray([.. providers]);
        }
    }

    private static void AddArns(JsonObject pool, Fields fields, string name, string kind)
    {
        var arns = fields.Texts(name);
        foreach (var arn in arns)
        {
            if (arn.Length is < 20 or > 2048)
            {
                throw fields.Violation($"'{arn}'", name, "Member must have length between 20 and 2048");
            }

            if (!arn.StartsWith("arn:aws:iam::", StringComparison.Ordinal) || !arn.Contains(kind, StringComparison.Ordinal))
            {
                throw Refusal.Invalid($"{name}: '{arn}' is not the ARN of an{kind.Trim(':', '/') switch { "oidc-provider" => " OpenID Connect", _ => " SAML" }} provider of IAM.");
            }
        }

        if (!arns.IsEmpty)
        {
            pool[name] = new JsonArray([.. arns.Select(static arn => (JsonNode)arn)]);
        }
    }

    [GeneratedRegex(@"^[\w\s+=,.@-]+\z")]
    private static partial Regex NamePattern { get; }

    [GeneratedRegex(@"^[\w._-]+\z")]
    public static partial Regex DeveloperPattern { get; }

    [GeneratedRegex(@"^[\w._:/-]+\z")]
    private static partial Regex ProviderPattern { get; }

    [GeneratedRegex(@"^[\w.;_/-]+\z")]
    private static partial Regex ApplicationPattern { get; }

    [GeneratedRegex(@"^[\w_]+\z")]
    private static partial Regex ClientPattern { get; }

    /// <summary>How a user pool is named as an identity provider.</summary>
    [GeneratedRegex(@"^cognito-idp\.[a-z0-9-]+\.amazonaws\.com/[\w-]+_[0-9a-zA-Z]+\z")]
    public static partial Regex UserPoolPattern { get; }

    /// <summary>Ids of identity pools and of identities.</summary>
    [GeneratedRegex(@"^[\w-]+:[0-9a-f-]+\z")]
    public static partial Regex IdPattern { get; }
}
