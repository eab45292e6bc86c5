using System.Text;
using System.Text.RegularExpressions;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.Lists;

/// <summary><c>name = "value"</c>, or <c>name ^= "prefix"</c>, of ListUsers. Amazon Cognito API Reference, ListUsers.</summary>
internal sealed partial class UserFilter
{
    private readonly string name;
    private readonly bool isPrefix;
    private readonly string value;
    private readonly Func<CognitoUser, string?> read;

    private UserFilter(string name, bool isPrefix, string value)
    {
        (this.name, this.isPrefix, this.value) = (name, isPrefix, value);
        read = name switch
        {
            "username" => static user => user.Username,
            "cognito:user_status" => static user => user.Status.ToString(),
            "status" => static user => user.Enabled ? "Enabled" : "Disabled",
            "sub" or "email" or "phone_number" or "name" or "given_name" or "family_name" or "preferred_username" => user => user.Attribute(name),
            _ => throw Refusal.Invalid($"One or more requested attributes do not exist: {name} cannot be searched for."),
        };
    }

    /// <exception cref="CognitoException">The text is no filter.</exception>
    public static UserFilter Parse(string text)
    {
        var match = Pattern().Match(text);
        return match.Success
            ? new(match.Groups["name"].Value, match.Groups["op"].Value == "^=", match.Groups["value"].Value.Replace("\\\"", "\"", StringComparison.Ordinal))
            : throw Refusal.Invalid("Error while parsing filter.");
    }

    public bool Matches(CognitoUser user) => read(user) is { } text
        && (isPrefix
            ? text.StartsWith(value, StringComparison.OrdinalIgnoreCase)
            : text.Equals(value, name is "username" or "sub" ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase));

    /// <summary>The few users that can match, by an index of the store; null where every user has to be looked at.</summary>
    public IEnumerable<CognitoUser>? CandidatesIn(UserStore users, UserPool pool) => isPrefix ? null : name switch
    {
        "username" => users.ByName(pool, value) is { } one ? [one] : [],
        "sub" => users.BySub(pool.Id, value) is { } one ? [one] : [],

        // Beyond ASCII there are letters that are one to a comparison and two in lower case.
        "email" or "phone_number" when Ascii.IsValid(value) => users.By(pool, name, value),
        _ => null,
    };

    [GeneratedRegex("""^\s*"?(?<name>[\w:]+)"?\s*(?<op>\^?=)\s*"(?<value>(?:[^"\\]|\\.)*)"\s*$""", RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
