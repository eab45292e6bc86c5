using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Users;

/// <summary>Finds whom a name stands for: a user name, a <c>sub</c>, or an attribute that the pool lets users sign in with.</summary>
internal sealed class UserFinder(UserStore store)
{
    public CognitoUser? Find(UserPool pool, string name) => store.ByName(pool, name) ?? store.BySub(pool.Id, name) ?? ByAttribute(pool, name);

    /// <exception cref="CognitoException">There is no such user.</exception>
    public CognitoUser Get(UserPool pool, string name) => Find(pool, name) ?? throw Refusal.UserDoesNotExist;

    /// <summary>Whoever else has the attribute's value in a way that two users cannot both have it.</summary>
    public CognitoUser? OwnerOf(UserPool pool, string attribute, string value, string? otherThan = null) =>
        attribute is "email" or "phone_number" or "preferred_username"
            ? store.By(pool, attribute, value).Find(user =>
                user.Username != otherThan && (pool.UsernameAttributes.Contains(attribute) || attribute == "preferred_username" || user.IsVerified(attribute)))
            : null;

    /// <summary>Checks that values which identify users are not somebody else's.</summary>
    /// <exception cref="CognitoException">One of them is.</exception>
    public void CheckFree(UserPool pool, IReadOnlyDictionary<string, string> attributes, string? self, bool verifiedOnly)
    {
        if (attributes.GetValueOrDefault("preferred_username") is { Length: > 0 } preferred && pool.IsSignInAttribute("preferred_username"))
        {
            CheckForm(pool, preferred);
            if (store.ByName(pool, preferred) is { } named && named.Username != self)
            {
                throw new CognitoException("AliasExistsException", "User account already exists for the alias.");
            }
        }

        foreach (var attribute in pool.UsernameAttributes.Concat(pool.AliasAttributes).Where(attributes.ContainsKey))
        {
            var counts = !verifiedOnly || pool.UsernameAttributes.Contains(attribute) || attribute == "preferred_username"
                || attributes.GetValueOrDefault($"{attribute}_verified") == "true";
            if (counts && OwnerOf(pool, attribute, attributes[attribute], self) is not null)
            {
                throw new CognitoException("AliasExistsException", $"An account with the {(attribute == "phone_number" ? "phone number" : attribute)} already exists.");
            }
        }
    }

    /// <summary>A name that users choose must not look like what others are found by.</summary>
    /// <exception cref="CognitoException">It does.</exception>
    public static void CheckForm(UserPool pool, string name)
    {
        if (pool.AliasAttributes.Contains("email") && name.Contains('@', StringComparison.Ordinal))
        {
            throw Refusal.Invalid("Username cannot be of email format, since user pool is configured for email alias.");
        }

        if (pool.AliasAttributes.Contains("phone_number") && name.StartsWith('+'))
        {
            throw Refusal.Invalid("Username cannot be of phone number format, since user pool is configured for phone number alias.");
        }
    }

    /// <summary>An email address as an alias has to be verified; where it is the user name, it need not be.</summary>
    private CognitoUser? ByAttribute(UserPool pool, string value)
    {
        foreach (var attribute in pool.UsernameAttributes.Concat(pool.AliasAttributes))
        {
            if (OwnerOf(pool, attribute, value) is { } owner)
            {
                return owner;
            }
        }

        return null;
    }
}
