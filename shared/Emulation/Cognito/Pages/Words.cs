using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Pages;

/// <summary>What the pages say to people, where Cognito's own words are for programs.</summary>
internal static class Words
{
    public const string TookTooLong = "The sign-in took too long or was used already. Sign in again.";

    /// <summary>What a refusal says on a page.</summary>
    public static string Of(CognitoException refusal) => refusal switch
    {
        { Message: "Password attempts exceeded" } => "Password attempts exceeded. Wait a little before you try again.",
        _ when refusal.Message.StartsWith("1 validation error", StringComparison.Ordinal) => "A field is empty, too long or has characters that it must not have.",
        _ => refusal.Message,
    };

    /// <summary>
    /// What is wrong with a code. Where the client hides who has an account it is one text for everything, since a wrong code and an unknown user must look the
    /// same; limits are told.
    /// </summary>
    public static string OfCode(CognitoException refusal, UserPoolClient client) =>
        client.HidesUsers
            && refusal.Type is not ("LimitExceededException" or "InvalidPasswordException" or "PasswordHistoryPolicyViolationException" or "UserLambdaValidationException")
            ? "The code is wrong or has expired. Ask for a new one and try again."
            : Of(refusal);

    /// <summary>What a password has to be like.</summary>
    public static string HintOf(PageCall call)
    {
        var policy = call.Pool.PasswordPolicy;
        string[] kinds = [.. Kinds(policy).Select(call.Say)];
        return kinds.Length == 0
            ? call.Say("At least {0} characters.", policy.MinimumLength)
            : call.Say(
                "At least {0} characters, with {1}.", policy.MinimumLength,
                kinds.Length == 1 ? kinds[0] : call.Say("{0} and {1}", string.Join(", ", kinds[..^1]), kinds[^1]));
    }

    public static string LabelOf(string attribute) => attribute switch
    {
        "email" => "Email address",
        "phone_number" => "Phone number",
        "birthdate" => "Date of birth",
        "zoneinfo" => "Time zone",
        _ => Spaced(attribute[(attribute.LastIndexOf(':') + 1)..]),
    };

    /// <summary>What users sign in with.</summary>
    public static string NameOf(UserPool pool) => pool switch
    {
        { UsernameAttributes: ["email"] } => "Email address",
        { UsernameAttributes: ["phone_number"] } => "Phone number",
        { UsernameAttributes.Length: 2 } => "Email address or phone number",
        _ => "Username",
    };

    public static string FactorOf(string factor) => factor switch
    {
        "SOFTWARE_TOKEN_MFA" => "Authenticator app",
        "SMS_MFA" => "Text message",
        "EMAIL_OTP" => "Email",
        _ => factor,
    };

    private static IEnumerable<string> Kinds(PasswordPolicy policy)
    {
        if (policy.Uppercase)
        {
            yield return "an upper-case letter";
        }

        if (policy.Lowercase)
        {
            yield return "a lower-case letter";
        }

        if (policy.Numbers)
        {
            yield return "a number";
        }

        if (policy.Symbols)
        {
            yield return "a symbol";
        }
    }

    private static string Spaced(string name) => name.Length == 0 ? name : $"{char.ToUpperInvariant(name[0])}{name[1..].Replace('_', ' ')}";
}
