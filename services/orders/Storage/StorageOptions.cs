using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Orders.Storage;

/// <summary>Where data is kept: <c>LOCALAWS_DATA</c>, or else configuration <c>Storage:Folder</c>.</summary>
internal sealed class StorageOptions
{
    /// <summary>The folder of the database file; made if it is not there.</summary>
    [Required(ErrorMessage = "No folder to keep orders in. Set LOCALAWS_DATA, or Storage:Folder (environment: Storage__Folder), to a folder that outlives the process.")]
    public string? Folder { get; set; }
}

[OptionsValidator]
internal sealed partial class StorageOptionsValidator : IValidateOptions<StorageOptions>;
