using System.Collections.Immutable;
using System.Globalization;

namespace Emulation.S3.Store;

/// <summary>The headers of an answer in the making. A value that is null is none.</summary>
internal readonly struct AnswerHeaders()
{
    private readonly ImmutableArray<KeyValuePair<string, string>>.Builder headers = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>(12);

    /// <summary>Nothing but that it was done.</summary>
    public static S3Answer NoContent { get; } = new(204);

    public static AnswerHeaders Of(ReadOnlySpan<(string Name, string? Value)> some)
    {
        var all = new AnswerHeaders();
        foreach (var (name, value) in some)
        {
            all.Add(name, value);
        }

        return all;
    }

    /// <summary>A moment in HTTP's form.</summary>
    public static string Date(DateTimeOffset at) => at.UtcDateTime.ToString("r", CultureInfo.InvariantCulture);

    public AnswerHeaders Add(string name, string? value)
    {
        if (value is not null)
        {
            headers.Add(new(name, value));
        }

        return this;
    }

    /// <summary>Adds by what an object is encrypted.</summary>
    public AnswerHeaders Encrypted(ObjectEncryption? encryption)
    {
        foreach (var (name, value) in ObjectEncryption.Told(encryption))
        {
            Add(name, value);
        }

        return this;
    }

    public AnswerHeaders Add(string name, long value) => Add(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>An answer without a body.</summary>
    public S3Answer Answer(int status) => new(status) { Headers = Add("Content-Length", 0).headers.DrainToImmutable() };

    /// <summary>An answer with a body in memory.</summary>
    public S3Answer Answer(int status, ReadOnlyMemory<byte> body) =>
        Answer(status, body.Length, (to, cancellation) => to.WriteAsync(body, cancellation).AsTask());

    /// <summary>An answer whose body is written in pieces.</summary>
    public S3Answer Answer(int status, long length, Func<Stream, CancellationToken, Task>? writeAsync) =>
        new(status) { Headers = Add("Content-Length", length).headers.DrainToImmutable(), WriteAsync = writeAsync };

    /// <summary>The headers alone.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Alone() => headers.DrainToImmutable();
}
