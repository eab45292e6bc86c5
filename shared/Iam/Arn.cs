using System.Diagnostics.CodeAnalysis;

namespace Iam;

/// <summary>An Amazon Resource Name: <c>arn:partition:service:region:account:resource</c>. IAM User Guide, "Amazon Resource Names (ARNs)".</summary>
/// <param name="Partition">Such as <c>aws</c>.</param>
/// <param name="Service">Such as <c>execute-api</c>.</param>
/// <param name="Region">Empty for global resources.</param>
/// <param name="Account">Twelve digits, <c>aws</c> for AWS's own resources, or empty.</param>
/// <param name="Resource">All that follows the fifth colon.</param>
public sealed record Arn(string Partition, string Service, string Region, string Account, string Resource)
{
    /// <summary>Reads an ARN.</summary>
    /// <exception cref="FormatException">The text has not six fields, or does not begin with <c>arn:</c>.</exception>
    public static Arn Parse(string text) =>
        TryParse(text, out var arn) ? arn : throw new FormatException($"'{text}' is no ARN: it has the form arn:partition:service:region:account:resource.");

    /// <summary>Reads an ARN; false when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Arn? arn)
    {
        arn = null;
        var fields = text?.Split(':', 6);
        if (fields is not ["arn", { Length: > 0 } partition, { Length: > 0 } service, var region, var account, { Length: > 0 } resource])
        {
            return false;
        }

        arn = new Arn(partition, service, region, account, resource);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"arn:{Partition}:{Service}:{Region}:{Account}:{Resource}";
}
