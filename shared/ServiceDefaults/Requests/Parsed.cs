namespace ServiceDefaults;

/// <summary>A value read from a request, or the problem to answer instead.</summary>
/// <typeparam name="T">What is read.</typeparam>
public readonly struct Parsed<T>
{
    private readonly T? value;

    internal Parsed(T value) => this.value = value;

    internal Parsed(ProblemResult problem) => Problem = problem;

    /// <summary>What to answer; null if there is a value.</summary>
    public ProblemResult? Problem { get; }

    /// <summary>The value; ask for it only where there is no <see cref="Problem"/>.</summary>
    public T Value => Problem is null ? value! : throw new InvalidOperationException("The request could not be read.");
}
