using System.Text.RegularExpressions;
using Emulation.Protocols.Query;

namespace Emulation.Sts;

/// <summary>Source identities and session names that an identity provider asserts. IAM User Guide, "Troubleshoot SAML federation with IAM".</summary>
internal static partial class SourceIdentities
{
    [GeneratedRegex(@"\A[a-zA-Z_0-9+=,.@-]{2,64}\z")]
    public static partial Regex Pattern { get; }

    /// <summary>Null when the text may be a source identity.</summary>
    public static QueryError? Check(string text) => Pattern.IsMatch(text) && !text.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)
        ? null
        : WebIdentityErrors.InvalidToken("""Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with "aws:".""");
}
