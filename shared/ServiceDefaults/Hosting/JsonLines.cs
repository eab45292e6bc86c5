using Microsoft.Extensions.Logging;

namespace ServiceDefaults;

/// <summary>Log lines for machines.</summary>
public static class JsonLines
{
    /// <summary>One JSON object a line, with the scopes that say whose request it is.</summary>
    public static void AddJsonLines(this ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        logging.AddJsonConsole(console =>
        {
            console.IncludeScopes = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
    }
}
