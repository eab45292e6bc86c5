using Iam;

namespace Emulation.Upstreams;

/// <summary>ARNs in a server's answers: in the account that was asked about, since servers that know one account only write that one into all of them.</summary>
internal static class ServerArn
{
    /// <summary>The ARN in an account; null when the text is none.</summary>
    public static string? In(AccountId account, string? text) => Arn.TryParse(text, out var arn) ? (arn with { Account = account.ToString() }).ToString() : null;
}
