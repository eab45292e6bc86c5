namespace Emulation.Calls;

/// <summary>What a call that was read wants: what has to be allowed first, and what is done then. Or why it cannot be read.</summary>
internal sealed class Intent<TAnswer>
{
    private Intent(IReadOnlyList<Ask> asks, Func<ValueTask<TAnswer>> performAsync, ServiceRefusal? refusal = null) => (Asks, PerformAsync, Refusal) = (asks, performAsync, refusal);

    /// <summary>Why the call is no call of this operation, told before anything is asked; null when it is one.</summary>
    public ServiceRefusal? Refusal { get; }

    /// <summary>All must be allowed; the first that is not refuses the call.</summary>
    public IReadOnlyList<Ask> Asks { get; }

    public Func<ValueTask<TAnswer>> PerformAsync { get; }

    public static Intent<TAnswer> Of(IEnumerable<Ask> asks, Func<TAnswer> perform) => new([.. asks], () => ValueTask.FromResult(perform()));

    public static Intent<TAnswer> Of(IEnumerable<Ask> asks, Func<ValueTask<TAnswer>> performAsync) => new([.. asks], performAsync);

    /// <summary>An operation that needs no permission: everybody may, or the call carries its own proof.</summary>
    public static Intent<TAnswer> WithoutPermission(Func<TAnswer> perform) => Of([], perform);

    /// <inheritdoc cref="WithoutPermission(Func{TAnswer})"/>
    public static Intent<TAnswer> WithoutPermission(Func<ValueTask<TAnswer>> performAsync) => Of([], performAsync);

    public static implicit operator Intent<TAnswer>(ServiceRefusal refusal) =>
        new([], static () => throw new InvalidOperationException("A call that was refused is not performed."), refusal);
}
