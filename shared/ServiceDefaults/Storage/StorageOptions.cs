using Microsoft.Extensions.Options;

namespace ServiceDefaults;

/// <summary>
/// Where a service keeps its data: in an SQLite file of a folder, or in a DynamoDB table. <c>LOCALAWS_DATA</c>, which LocalAws
/// sets where it has no DynamoDB behind it, names a folder and comes first, whatever the template says of tables. Otherwise it
/// is the one of <c>Storage:Folder</c> and <c>TABLE_NAME</c> that is given.
/// </summary>
public sealed class StorageOptions
{
    /// <summary>The folder of the database file; made if it is not there.</summary>
    public string? Folder { get; set; }

    /// <summary>The DynamoDB table.</summary>
    public string? TableName { get; set; }
}

internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options) => options switch
    {
        { Folder: null, TableName: null } => ValidateOptionsResult.Fail(
            "No place to keep data in. Set TABLE_NAME to a DynamoDB table, or LOCALAWS_DATA or Storage:Folder (environment: Storage__Folder) "
            + "to a folder that outlives the process."),
        { Folder: not null, TableName: not null } => ValidateOptionsResult.Fail(
            "Two places to keep data in: Storage:Folder names a folder, and TABLE_NAME a DynamoDB table. Remove one of the two."),
        _ => ValidateOptionsResult.Success,
    };
}
