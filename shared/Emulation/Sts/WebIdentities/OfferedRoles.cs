using System.Collections.Immutable;
using System.Text.Json;
using Emulation.Protocols.Query;
using Emulation.Tokens;
using Iam;

namespace Emulation.Sts.WebIdentities;

/// <summary>
/// The roles that an identity provider lets a token open, as its claim <c>https://aws.amazon.com/roles</c> says: a list, or one text with semicolons. A token
/// without the claim opens whatever role trusts it (captured: internal/services/sts/testdata/oidc/aws-roles.json of radkawar/stackd).
/// </summary>
internal readonly record struct OfferedRoles
{
    private const string Claim = "https://aws.amazon.com/roles";

    /// <summary>The condition key of trust policies: whether the token offers the role, which is more than to say nothing.</summary>
    public const string Key = "sts:RoleAuthorizedByIdp";

    private readonly ImmutableArray<string> arns;

    private OfferedRoles(ImmutableArray<string> arns) => this.arns = arns;

    /// <summary>Whether the token says anything about roles.</summary>
    public bool IsSaid => !arns.IsDefault;

    /// <summary>Reads the claim; an error when it is there and offers nothing.</summary>
    public static OfferedRoles Read(TokenClaims claims, out QueryError? error)
    {
        error = null;
        if (claims.Find(Claim) is not { Kind: not JsonValueKind.Null } claim)
        {
            return default;
        }

        if (claim.Kind is not (JsonValueKind.String or JsonValueKind.Array))
        {
            error = WebIdentityErrors.InvalidToken("The roles claim is not in a supported format");
            return default;
        }

        // What is no role's ARN is passed over.
        ImmutableArray<string> offered = [.. (claim.Kind == JsonValueKind.String ? claim.Value.Split(';') : [.. claim.Values]).Select(static text => text.Trim()).Where(IsRole)];
        error = offered.IsEmpty ? WebIdentityErrors.InvalidToken("The roles claim contains no valid role ARNs") : null;
        return new OfferedRoles(offered);
    }

    /// <summary>Null when the token offers a role, or says nothing.</summary>
    public QueryError? Refuses(string role) => !IsSaid || arns.Contains(role)
        ? null
        : WebIdentityErrors.InvalidToken("The target role ARN is not present in the roles claim of the identity token");

    private static bool IsRole(string text) =>
        Arn.TryParse(text, out var arn) && arn is { Service: "iam", Region: "" } && AccountId.TryParse(arn.Account, out _)
        && arn.Resource.StartsWith("role/", StringComparison.Ordinal) && arn.Resource.AsSpan().IndexOfAny("*?:") < 0;
}
