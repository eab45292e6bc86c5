using Microsoft.AspNetCore.Http.HttpResults;

namespace Orders.Requests;

/// <summary>A value read from a request, or the problem to answer instead.</summary>
internal readonly struct Parsed<T>
{
    private readonly T? _value;

    public Parsed(T value) => _value = value;

    public Parsed(ProblemHttpResult problem) => Problem = problem;

    public ProblemHttpResult? Problem { get; }

    /// <summary>The value; ask for it only where there is no <see cref="Problem"/>.</summary>
    public T Value => Problem is null ? _value! : throw new InvalidOperationException("The request could not be read.");
}
