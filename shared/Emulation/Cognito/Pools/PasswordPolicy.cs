using System.Buffers;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Pools;

/// <summary>What a password must have. Amazon Cognito Developer Guide, "Adding user pool password requirements".</summary>
internal sealed record PasswordPolicy(int MinimumLength, bool Uppercase, bool Lowercase, bool Numbers, bool Symbols, int TemporaryPasswordValidityDays, int HistorySize)
{
    /// <summary>Of a password in place of another.</summary>
    public const string Changed = "Password does not conform to policy";

    /// <summary>Of a user who signs up.</summary>
    public const string SignedUp = "Password did not conform with policy";

    /// <summary>Of a user whom an administrator makes.</summary>
    public const string Created = "Password did not conform with password policy";

    private const int LongestPassword = 256;
    private static readonly SearchValues<char> SymbolCharacters = SearchValues.Create("^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-");

    /// <summary>Without a policy of its own a pool asks for 8 characters of all four kinds. A policy that leaves a member out does not ask for it.</summary>
    public static PasswordPolicy Default { get; } = new(8, true, true, true, true, 7, 0);

    public static PasswordPolicy Read(Fields? policy) => policy is null ? Default : new(
        policy.Integer("MinimumLength", 6, 99) ?? 8,
        policy.Flag("RequireUppercase") ?? false,
        policy.Flag("RequireLowercase") ?? false,
        policy.Flag("RequireNumbers") ?? false,
        policy.Flag("RequireSymbols") ?? false,
        policy.Integer("TemporaryPasswordValidityDays", 0, 365) ?? 7,
        policy.Integer("PasswordHistorySize", 0, 24) ?? 0);

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["MinimumLength"] = MinimumLength,
            ["RequireUppercase"] = Uppercase,
            ["RequireLowercase"] = Lowercase,
            ["RequireNumbers"] = Numbers,
            ["RequireSymbols"] = Symbols,
            ["TemporaryPasswordValidityDays"] = TemporaryPasswordValidityDays,
        };
        if (HistorySize > 0)
        {
            json["PasswordHistorySize"] = HistorySize;
        }

        return json;
    }

    /// <summary>Checks a password that a user wants to have.</summary>
    /// <param name="password">The password.</param>
    /// <param name="misses">AWS's words before the rule; they differ between operations.</param>
    /// <exception cref="CognitoException">It misses the policy; the message says which rule comes first.</exception>
    public void Check(string password, string misses = Changed)
    {
        var problem = password switch
        {
            _ when password.Length < MinimumLength => "Password not long enough",
            _ when password.Length > LongestPassword => "Password is too long",
            _ when Uppercase && !password.Any(char.IsAsciiLetterUpper) => "Password must have uppercase characters",
            _ when Lowercase && !password.Any(char.IsAsciiLetterLower) => "Password must have lowercase characters",
            _ when Numbers && !password.Any(char.IsAsciiDigit) => "Password must have numeric characters",
            _ when Symbols && !HasSymbol(password) => "Password must have symbol characters",
            _ => null,
        };
        if (problem is not null)
        {
            throw new CognitoException("InvalidPasswordException", $"{misses}: {problem}");
        }
    }

    /// <summary>A space counts unless it is first or last.</summary>
    private static bool HasSymbol(string password) => password.AsSpan().ContainsAny(SymbolCharacters) || password.AsSpan().Trim(' ').Contains(' ');
}
