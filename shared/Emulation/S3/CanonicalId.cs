using System.Security.Cryptography;
using System.Text;
using Iam;

namespace Emulation.S3;

/// <summary>The 64 digits that S3 calls an account by in owners and grants. AWS's have no rule that anybody knows; these are made of the account's number.</summary>
internal static class CanonicalId
{
    public static string Of(AccountId account) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"canonical user of {account}")));
}
