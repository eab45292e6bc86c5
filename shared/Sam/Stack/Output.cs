namespace Sam;

/// <summary>An output of the template.</summary>
/// <param name="Name">The output's logical id.</param>
/// <param name="Value">The value, evaluated.</param>
/// <param name="Description">The description, when the template gives one.</param>
public sealed record Output(string Name, string Value, string? Description)
{
    /// <summary>The name under which other stacks of the account and region import the value; null when it is not exported.</summary>
    public string? ExportName { get; init; }
}
