using System.Text;
using Emulation.Cognito.Pages;
using Emulation.Wire;
using Sam;

namespace Emulation.Console.Overview;

/// <summary><c>/_localaws/log</c>: what a function printed last, with what Lambda says of its invocations.</summary>
internal static class LogPage
{
    /// <summary>In bytes.</summary>
    private const int MostShown = 128 * 1024;

    public static Task SendAsync(HttpContext http, ConsoleParts parts)
    {
        var named = http.Request.Query["function"].ToString();
        var function = parts.Stacks.All.SelectMany(static stack => stack.Functions).FirstOrDefault(one => one.FunctionName == named);
        if (function is null)
        {
            return PlainAnswer.WriteAsync(http, 404, "NotFound", "No function of the templates has this name.");
        }

        var text = TailOf(function, parts.Logs);
        return ConsoleFrame.SendAsync(http, parts.Stacks, new ConsolePage($"Log of {function.LogicalId}", ConsolePaths.Stack, Html.Of(
            $"""
            <p class="back"><a href="{ConsolePaths.Stack}">Stack</a></p><h1>{function.LogicalId}</h1>
            <p class="quiet">What it printed last. The whole log: localaws logs {function.LogicalId}</p>
            {(text.Length == 0 ? Html.Of($"<p>It has printed nothing yet.</p>") : Html.Of($"""<pre class="log" tabindex="0"><code>{ClientText.Page(text)}</code></pre>"""))}
            """)));
    }

    /// <summary>How often it was called, and how it ended, as far back as the shown part of its log goes: the newest first.</summary>
    public static IReadOnlyList<string> InvocationsOf(Function function, string logs) =>
        [.. TailOf(function, logs).Split('\n').Where(static line => line.StartsWith("REPORT ", StringComparison.Ordinal)).Reverse()];

    private static string TailOf(Function function, string logs)
    {
        try
        {
            using var file = new FileStream(Path.Combine(logs, $"{function.FunctionName}.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Seek(Math.Max(0, file.Length - MostShown), SeekOrigin.Begin);
            using var reader = new StreamReader(file, Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has printed nothing yet, or a new log begins at this moment.
            return "";
        }
    }
}
