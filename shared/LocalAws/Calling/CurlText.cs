using System.Text;

namespace Tool.Calling;

/// <summary>A call as a <c>curl</c> command for bash and zsh. Credentials come from variables: no secret is in it.</summary>
internal static class CurlText
{
    /// <param name="call">The call.</param>
    /// <param name="region">The region that it is signed for.</param>
    /// <param name="credentials">The command that prints the variables of who signs; null where nobody does.</param>
    public static string Of(CallRequest call, string region, string? credentials)
    {
        var text = new StringBuilder();
        if (credentials is not null)
        {
            text.Append("eval \"$(").Append(credentials).Append(")\"\n");
        }

        text.Append("curl -i");
        if (call.Method == "HEAD")
        {
            text.Append(" --head");
        }
        else if (call.Method != (call.Body.Length > 0 ? "POST" : "GET"))
        {
            text.Append(" -X ").Append(Quoted(call.Method));
        }

        text.Append(' ').Append(Quoted(call.Target.Url.AbsoluteUri));
        if (call.Target.IsRenamed)
        {
            text.Append(" -H ").Append(Quoted($"Host: {call.Target.Host}"));
        }

        foreach (var header in call.Headers)
        {
            text.Append(" -H ").Append(Quoted($"{header.Name}: {header.Value}"));
        }

        if (call.Body.Length > 0)
        {
            text.Append(" --data-binary ").Append(Quoted(Encoding.UTF8.GetString(call.Body)));
        }

        if (credentials is not null)
        {
            text.Append(" \\\n  --aws-sigv4 aws:amz:").Append(region).Append(':').Append(call.Target.Service)
                .Append(" --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" ${AWS_SESSION_TOKEN:+-H \"x-amz-security-token: $AWS_SESSION_TOKEN\"}");
        }

        return text.Append('\n').ToString();
    }

    /// <summary>A word that the shell takes as it is.</summary>
    public static string Quoted(string word) =>
        word.Length > 0 && word.All(static letter => char.IsAsciiLetterOrDigit(letter) || "-_./:=@%+,".Contains(letter, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
