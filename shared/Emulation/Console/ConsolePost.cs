using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Emulation.Cognito.Pages;
using Emulation.Lambda;
using Emulation.Wire;

namespace Emulation.Console;

/// <summary>
/// What the console's modules send. It is JSON and says so, which no form of another site can; whose page it comes from has been looked at before, as of every own page.
/// </summary>
internal static class ConsolePost
{
    private const int Longest = 2 * 1024 * 1024;

    /// <summary>What was sent; null where it is nothing of the kind, and that has been answered.</summary>
    public static async Task<T?> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type)
        where T : class
    {
        if (!HttpMethods.IsPost(http.Request.Method) || http.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            await PlainAnswer.WriteAsync(http, 415, "UnsupportedMediaType", "The console's own pages send JSON here by POST.").ConfigureAwait(false);
            return null;
        }

        var received = new ReceivedRequest(http);
        if (!await received.TryReadBodyAsync(Longest).ConfigureAwait(false))
        {
            await PlainAnswer.WriteAsync(http, 413, "RequestEntityTooLarge", $"No more than {Longest} bytes are read.").ConfigureAwait(false);
            return null;
        }

        try
        {
            if (JsonSerializer.Deserialize(received.Body, type) is { } sent)
            {
                return sent;
            }
        }
        catch (JsonException)
        {
            // It is answered below.
        }

        await PlainAnswer.WriteAsync(http, 400, "BadRequest", "The body is not the JSON that the console's pages send.").ConfigureAwait(false);
        return null;
    }

    /// <summary>
    /// Whether whoever asks is the person who runs this LocalAws, at this machine: only those may act as somebody without that somebody's keys. Others of the machine, or of
    /// the network that it listens on, have to bring keys. Where the system does not tell whose a connection is, this machine's own are taken.
    /// </summary>
    public static bool IsOfThePersonHere(HttpContext http)
    {
        var (peer, here) = (http.Connection.RemoteIpAddress, http.Connection.LocalIpAddress);
        return peer is not null && here is not null && IPAddress.IsLoopback(peer) && IPAddress.IsLoopback(here)
            && (!LoopbackPeer.CanBeTold
                || LoopbackPeer.IsOfThisUser(new IPEndPoint(peer, http.Connection.RemotePort), new IPEndPoint(here, http.Connection.LocalPort)));
    }

    /// <summary>A piece of a page that a module puts into it.</summary>
    public static Task AnswerAsync(HttpContext http, Html piece)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.ContentSecurityPolicy = ConsoleFrame.SecurityPolicy;
        return http.Response.WriteAsync(piece.ToString(), http.RequestAborted);
    }

    /// <summary>What was wrong, for the person to read where the answer would be.</summary>
    public static Task FailAsync(HttpContext http, string message)
    {
        http.Response.StatusCode = 400;
        return AnswerAsync(http, Html.Of($"""<p class="caution">{ClientText.Shown(message, ClientText.LongestSentence)}</p>"""));
    }
}
