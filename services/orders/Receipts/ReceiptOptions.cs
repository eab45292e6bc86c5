using Microsoft.Extensions.Options;

namespace Orders.Receipts;

/// <summary>
/// Where receipts are kept: in the bucket that <c>RECEIPTS_BUCKET</c> names; without one, as where a person starts this service alone, beside the orders in the folder of
/// <c>LOCALAWS_DATA</c> or <c>Storage:Folder</c>.
/// </summary>
internal sealed class ReceiptOptions
{
    /// <summary>The bucket's name.</summary>
    public string? Bucket { get; set; }

    /// <summary>The folder.</summary>
    public string? Folder { get; set; }
}

internal sealed class ReceiptOptionsValidator : IValidateOptions<ReceiptOptions>
{
    public ValidateOptionsResult Validate(string? name, ReceiptOptions options) => options is { Bucket: null, Folder: null }
        ? ValidateOptionsResult.Fail("Orders cannot keep receipts. Set RECEIPTS_BUCKET to the name of a bucket that this service may put objects into.")
        : ValidateOptionsResult.Success;
}
