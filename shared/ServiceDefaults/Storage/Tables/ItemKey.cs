using System.Globalization;

namespace ServiceDefaults;

/// <summary>Keys of a table that holds items of several kinds.</summary>
public static class ItemKey
{
    /// <summary>The key of the item of a kind that has this id.</summary>
    public static string Of(string kind, string id) => $"{kind}#{id}";

    /// <summary>
    /// The key of the item that says whose an idempotency key is. The caller's length is part of it, so that no caller can choose
    /// a key that makes it another caller's.
    /// </summary>
    public static string Of(string kind, Claim claim) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind}#{claim.Caller.Length}#{claim.Caller}#{claim.Key}");
}
