namespace Iam;

/// <summary>
/// How AWS KMS combines a key's policy with the caller's own policies. AWS KMS Developer Guide, "Key policies in AWS KMS", "Default key policy" and "Troubleshooting key access".
/// </summary>
public static class KeyRules
{
    /// <summary>
    /// May the caller do this to a key? The key's policy always has to allow it: a statement that names the caller is enough, and one that names the account lets the caller's own
    /// policies decide. Without it they allow nothing, and neither is the root user of the account allowed anything. A grant counts as a statement for its grantee. From another
    /// account both sides must allow.
    /// </summary>
    public static DecisionRule KeyAccess => DecisionRule.Key;

    /// <summary>
    /// The same where the caller's own account gave grants on a key of another account. Such a grant is that account's word too: a grant to a session lets it in by itself, one
    /// to a role within boundary and session policy, without an identity policy (captured: kms/grants.json of radkawar/stackd).
    /// </summary>
    /// <param name="grants">The grants that the caller's account gave, as statements. They are not in the key's policy.</param>
    public static DecisionRule KeyAccessWith(Policy grants)
    {
        ArgumentNullException.ThrowIfNull(grants);
        return DecisionRule.KeyWithGrants(grants);
    }
}
