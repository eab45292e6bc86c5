using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Lambda.Hosting;

/// <summary>
/// The response of one invocation, gathered whole: nothing leaves before the application is done, so an error handler can still replace what was
/// written.
/// </summary>
internal sealed class InvocationResponse : StreamResponseBodyFeature, IHttpResponseFeature
{
    private readonly List<(Func<object, Task> Callback, object State)> starting = [];
    private readonly List<(Func<object, Task> Callback, object State)> completed = [];

    public InvocationResponse()
        : base(new MemoryStream())
    {
    }

    public int StatusCode { get; set; } = 200;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    /// <summary>The stream that the framework's older interface asks for.</summary>
    public Stream Body
    {
        get => Stream;
        set => throw new NotSupportedException("Replace the response's body with IHttpResponseBodyFeature.");
    }

    public bool HasStarted { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => ((MemoryStream)Stream).GetBuffer().AsMemory(0, (int)Stream.Length);

    public void OnStarting(Func<object, Task> callback, object state) => starting.Add((callback, state));

    public void OnCompleted(Func<object, Task> callback, object state) => completed.Add((callback, state));

    public override async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (!HasStarted)
        {
            // The last registered comes first, as on Kestrel.
            for (var i = starting.Count - 1; i >= 0; i--)
            {
                await starting[i].Callback(starting[i].State).ConfigureAwait(false);
            }

            HasStarted = true;
        }

        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task CompleteAsync()
    {
        await StartAsync().ConfigureAwait(false);
        await base.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>Runs what the application left for the end.</summary>
    public async Task CompletedAsync(Action<Exception> failed)
    {
        for (var i = completed.Count - 1; i >= 0; i--)
        {
            try
            {
                await completed[i].Callback(completed[i].State).ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                failed(failure);
            }
        }
    }
}
