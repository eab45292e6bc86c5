namespace Harness;

/// <summary>Access is not as a test expects. The message has the status, AWS's answer and LocalAws's reason. Of no test framework: each shows it as a failure.</summary>
public sealed class AccessAssertionException : Exception
{
    /// <summary>A failure.</summary>
    /// <param name="message">What was expected, and what came instead.</param>
    public AccessAssertionException(string message)
        : base(message)
    {
    }
}
