namespace Harness;

/// <summary>A sign-in through an identity provider came back to the application with an error, as it does on AWS: the pool or the provider refused it.</summary>
public sealed class SignInRefusedException : Exception
{
    internal SignInRefusedException(string error, string description)
        : base($"The sign-in was refused: {error}, {description}") => (Error, Description) = (error, description);

    /// <summary>The parameter <c>error</c> of the callback, such as <c>access_denied</c>.</summary>
    public string Error { get; }

    /// <summary>The parameter <c>error_description</c>.</summary>
    public string Description { get; }
}
