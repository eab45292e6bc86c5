namespace Sam;

/// <summary>A parameter of Systems Manager's Parameter Store.</summary>
/// <param name="Identity">How it is called, and where it is declared.</param>
public sealed record SsmParameter(ResourceIdentity Identity) : ServiceResource(Identity)
{
    /// <summary><c>String</c> or <c>StringList</c>: templates make no <c>SecureString</c>.</summary>
    public string Type { get; init; } = "String";

    /// <summary>Its value; null when that cannot be told.</summary>
    public string? Value { get; init; }
}
