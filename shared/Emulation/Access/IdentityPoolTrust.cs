using System.Collections.Immutable;
using Emulation.Principals;
using Emulation.Sessions;
using Iam;
using Sam;

namespace Emulation.Access;

/// <summary>What a role's trust in identity pools says of its sessions.</summary>
/// <param name="PoolIds">The pools that may give the role; empty when any may.</param>
/// <param name="AdmitsUsers">Whether identities with logins get it.</param>
/// <param name="AdmitsGuests">Whether guests get it.</param>
internal sealed record IdentityPoolTrust(ImmutableArray<string> PoolIds, bool AdmitsUsers, bool AdmitsGuests)
{
    private const string Audience = $"{CognitoSession.Provider}:aud";
    private const string Methods = $"{CognitoSession.Provider}:amr";

    /// <summary>Condition keys that are the same in all requests of the role's sessions.</summary>
    public ImmutableArray<(string Key, ImmutableArray<string> Values)> Keys { get; private init; } = [];

    /// <summary>The session policies that bound all its sessions: a guest's, where no pool lets guests take the role by themselves. Default for none.</summary>
    public ImmutableArray<Policy> SessionPolicies { get; private init; }

    /// <summary>Whether a role's trust policy names identity pools at all.</summary>
    public static bool IsIn(Role role) => role.TrustPolicy.Statements.Any(IsAboutPools);

    /// <summary>Null unless identity pools alone may give the role.</summary>
    public static IdentityPoolTrust? Of(Role role, IEnumerable<IdentityPoolResource> known)
    {
        var allows = role.TrustPolicy.Statements.Where(static s => !s.Denies).ToList();
        if (allows.Count == 0 || !allows.TrueForAll(static s => s.PrincipalTexts.All(static text => text == CognitoSession.Provider)))
        {
            return null;
        }

        var trusts = allows.ConvertAll(Of);
        var pools = trusts.Exists(static trust => trust.PoolIds.IsEmpty)
            ? []
            : trusts.SelectMany(static trust => trust.PoolIds).Distinct(StringComparer.Ordinal).ToImmutableArray();
        var users = trusts.Exists(static trust => trust.AdmitsUsers);
        var guests = trusts.Exists(static trust => trust.AdmitsGuests);
        var keys = ImmutableArray.CreateBuilder<(string, ImmutableArray<string>)>();
        if (pools is [var only])
        {
            keys.Add((Audience, [only]));
        }

        if (guests && !users)
        {
            keys.Add((Methods, [CognitoSession.Unauthenticated]));
        }

        return new IdentityPoolTrust(pools, users, guests)
        {
            Keys = keys.ToImmutable(),
            SessionPolicies = guests && !users && !pools.IsEmpty && pools.All(id => IsEnhancedOnly(id, known)) ? GuestPolicies.Parsed : default,
        };
    }

    /// <summary>What one statement of a trust policy admits.</summary>
    public static IdentityPoolTrust Of(Statement statement)
    {
        var conditions = statement.ConditionTexts.ToList();
        var audience = conditions.Find(static c => Is(c, Audience, "StringEquals", "StringLike"));
        var methods = conditions.Find(static c => Is(c, Methods, "ForAnyValue:StringLike", "ForAnyValue:StringEquals"));
        return new IdentityPoolTrust(
            audience.Key is null || audience.Values.Any(static id => id.AsSpan().IndexOfAny("*?$") >= 0) ? [] : audience.Values,
            methods.Key is null || methods.Values.Any(static value => value != CognitoSession.Unauthenticated),
            methods.Key is null || methods.Values.Any(static value => Glob(value, CognitoSession.Unauthenticated)));
    }

    public static bool IsAboutPools(Statement statement) => !statement.Denies && statement.PrincipalTexts.Contains(CognitoSession.Provider);

    private static bool Is((string Operator, string Key, ImmutableArray<string> Values) condition, string key, params ReadOnlySpan<string> operators) =>
        condition.Key.Equals(key, StringComparison.OrdinalIgnoreCase) && operators.Contains(condition.Operator);

    private static bool Glob(string pattern, string text) => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);

    /// <summary>Whether guests of a pool of the template get credentials in the enhanced flow only.</summary>
    private static bool IsEnhancedOnly(string id, IEnumerable<IdentityPoolResource> known) =>
        known.FirstOrDefault(pool => pool.Kind == IdentityPoolResourceKind.Pool && pool.IdentityPoolId == id) is { } pool
            && (string?)pool.Properties["AllowClassicFlow"] is null or "false" or "False";
}
