namespace Emulation.Cognito.Users;

/// <summary>A device that a user confirmed. Amazon Cognito Developer Guide, "Working with user devices in your user pool".</summary>
/// <param name="Key"><c>REGION_UUID</c>.</param>
/// <param name="Salt">The salt of its secret, base64.</param>
/// <param name="Verifier">SRP's verifier of its secret, sealed.</param>
/// <param name="CreatedAt">When it was confirmed.</param>
internal sealed record UserDevice(string Key, string Salt, string Verifier, DateTimeOffset CreatedAt)
{
    public string? Name { get; init; }

    /// <summary>Whether it stands for its user: only then it is asked for its proof.</summary>
    public bool IsRemembered { get; init; }

    public required DateTimeOffset ModifiedAt { get; init; }

    public required DateTimeOffset SignedInAt { get; init; }
}
