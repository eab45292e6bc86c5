using System.Text.Json;
using Emulation.Decisions;
using Emulation.Principals;

namespace Emulation.Console.Live;

/// <summary>
/// The decisions as they are made, as server-sent events, for as long as a page listens. The record is looked at a few times a second while somebody does, so that
/// nothing on a request's way knows of it. It outlives deployments.
/// </summary>
internal sealed class DecisionFeed(DecisionLog decisions, TimeProvider time)
{
    private const int MostAtOnce = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    private volatile PrincipalNames? names;

    /// <summary>What callers are called from now on.</summary>
    public void Name(PrincipalNames given) => names = given;

    /// <summary>Sends all that is known, the oldest first, and then what comes, until the page is closed.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        await http.Response.WriteAsync("event: begin\ndata: {}\n\n", http.RequestAborted).ConfigureAwait(false);
        DecisionEntry? last = null;
        var silent = TimeSpan.Zero;
        while (true)
        {
            var all = decisions.Snapshot();
            var isNew = await SendAsync(http, all, IndexAfter(all, last)).ConfigureAwait(false);
            last = all.Count > 0 ? all[^1] : last;
            silent = isNew ? TimeSpan.Zero : silent + Pause;
            if (silent >= LongestSilence)
            {
                silent = TimeSpan.Zero;
                await http.Response.WriteAsync(": still here\n\n", http.RequestAborted).ConfigureAwait(false);
            }

            await http.Response.Body.FlushAsync(http.RequestAborted).ConfigureAwait(false);
            await Task.Delay(Pause, time, http.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>The place behind the last one that was sent; where that is forgotten, the beginning.</summary>
    private static int IndexAfter(IReadOnlyList<DecisionEntry> all, DecisionEntry? last)
    {
        for (var i = all.Count - 1; last is not null && i >= 0; i--)
        {
            if (ReferenceEquals(all[i], last))
            {
                return i + 1;
            }
        }

        return 0;
    }

    private async Task<bool> SendAsync(HttpContext http, IReadOnlyList<DecisionEntry> all, int from)
    {
        if (names is not { } known || from == all.Count)
        {
            return false;
        }

        foreach (var some in all.Skip(from).Where(DecisionRow.IsShown).Chunk(MostAtOnce))
        {
            var json = JsonSerializer.Serialize([.. some.Select(entry => DecisionRow.Of(entry, known))], DecisionRowJson.Default.IReadOnlyListDecisionRow);
            await http.Response.WriteAsync($"data: {json}\n\n", http.RequestAborted).ConfigureAwait(false);
        }

        return true;
    }
}
