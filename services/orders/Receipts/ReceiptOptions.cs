using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Orders.Receipts;

/// <summary>Where receipts are kept: <c>RECEIPTS_BUCKET</c>.</summary>
internal sealed class ReceiptOptions
{
    /// <summary>The bucket's name.</summary>
    [Required(ErrorMessage = "Orders cannot keep receipts. Set RECEIPTS_BUCKET to the name of a bucket that this service may put objects into.")]
    public string? Bucket { get; set; }
}

[OptionsValidator]
internal sealed partial class ReceiptOptionsValidator : IValidateOptions<ReceiptOptions>;
