using System.Diagnostics.CodeAnalysis;

namespace Iam;

/// <summary>An AWS account: twelve digits.</summary>
public readonly record struct AccountId
{
    private readonly string? digits;

    private AccountId(string digits) => this.digits = digits;

    /// <summary>Reads an account id.</summary>
    /// <exception cref="FormatException">The text is not twelve digits.</exception>
    public static AccountId Parse(string text) =>
        TryParse(text, out var account) ? account : throw new FormatException($"'{text}' is no account id: an AWS account id has twelve digits.");

    /// <summary>Reads an account id; false when the text is not twelve digits.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out AccountId account)
    {
        var valid = text is { Length: 12 } && !text.AsSpan().ContainsAnyExceptInRange('0', '9');
        account = valid ? new AccountId(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => digits ?? "000000000000";
}
