using System.Text;
using Emulation;
using SigV4;

namespace Tool.Calling;

/// <summary>A call as a <c>curl</c> command for bash and zsh. Credentials and tokens come from variables and files: no secret is in it.</summary>
/// <param name="Text">The command.</param>
/// <param name="Secrets">The variables that whoever runs it sets first, each with the header that it is of.</param>
internal sealed record CurlText(string Text, IReadOnlyList<(string Variable, string Header)> Secrets)
{
    /// <summary>What stands before the secret in an <c>Authorization</c>. RFC 9110, section 11.4.</summary>
    private static readonly string[] Schemes = ["Bearer ", "Basic "];

    /// <summary>Headers whose values let their holder in, and the variables that stand for them.</summary>
    private static readonly Dictionary<string, string> SecretHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Authorization"] = "TOKEN",
        ["Cookie"] = "COOKIE",
        ["x-amz-security-token"] = "SECURITY_TOKEN",
        ["x-api-key"] = "API_KEY",
    };

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="call">The call.</param>
    /// <param name="region">The region that it is signed for.</param>
    /// <param name="credentials">The command that prints the variables of who signs; null where nobody does.</param>
    /// <exception cref="UsageException">No command can do the same.</exception>
    public static CurlText Of(CallRequest call, string region, string? credentials)
    {
        var secrets = new List<(string Variable, string Header)>();
        var text = new StringBuilder();
        if (credentials is not null)
        {
            text.Append("eval \"$(").Append(credentials).Append(")\"\n");
        }

        text.Append("curl -i").Append(UrlOptions(call.Target.Url)).Append(MethodOptions(call)).Append(' ').Append(Quoted(call.Target.Url.AbsoluteUri));
        if (call.Target.IsRenamed)
        {
            text.Append(" -H ").Append(Quoted($"Host: {call.Target.Host}"));
        }

        foreach (var header in call.Headers)
        {
            text.Append(" -H ").Append(Header(header, call.Files.Token, secrets));
        }

        if (call.Body.Length > 0)
        {
            text.Append(Body(call));
        }

        if (credentials is not null)
        {
            text.Append(" \\\n  --aws-sigv4 ").Append(Quoted($"aws:amz:{region}:{call.Target.Service}"))
                .Append(" --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" ${AWS_SESSION_TOKEN:+-H \"x-amz-security-token: $AWS_SESSION_TOKEN\"}");
        }

        return new CurlText(text.Append('\n').ToString(), secrets);
    }

    /// <summary>A word that the shell takes as it is.</summary>
    public static string Quoted(string word) =>
        word.Length > 0 && word[0] != '=' && word.All(static letter => char.IsAsciiLetterOrDigit(letter) || "-_./:=@%+,".Contains(letter, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>curl makes several addresses of brackets, and takes dots out of a path, unless it is told not to.</summary>
    private static string UrlOptions(Uri url)
    {
        var globs = url.AbsoluteUri.AsSpan().ContainsAny('[', ']') ? " -g" : "";
        var path = url.AbsoluteUri.Split('?')[0].Split('/');
        return path.Any(static segment => segment.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase) is "." or "..") ? $"{globs} --path-as-is" : globs;
    }

    private static string MethodOptions(CallRequest call) => call.Method switch
    {
        "HEAD" when call.Body.Length > 0 => throw new UsageException("curl sends no body with HEAD: leave out --data, or --curl."),
        "HEAD" => " --head",
        var method when method == (call.Body.Length > 0 ? "POST" : "GET") => "",
        var method => $" -X {Quoted(method)}",
    };

    private static string Header(HeaderField header, TokenFile? tokenFile, List<(string Variable, string Header)> secrets)
    {
        // curl takes a header away that has nothing behind its colon.
        if (header.Value.Length == 0)
        {
            return Quoted($"{header.Name};");
        }

        if (!SecretHeaders.TryGetValue(header.Name, out var variable))
        {
            return Quoted($"{header.Name}: {header.Value}");
        }

        var isToken = header.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase);
        var scheme = isToken ? header.Value[..(Array.Find(Schemes, one => header.Value.StartsWith(one, StringComparison.OrdinalIgnoreCase))?.Length ?? 0)] : "";
        if (isToken && tokenFile is not null)
        {
            return $"\"{header.Name}: {ReadBy(tokenFile)}\"";
        }

        var number = secrets.Count(one => one.Variable == variable || one.Variable.StartsWith($"{variable}_", StringComparison.Ordinal));
        var name = number == 0 ? variable : $"{variable}_{number + 1}";
        secrets.Add((name, scheme.Length == 0 ? header.Name : $"{header.Name} behind {scheme.TrimEnd()}"));
        return $"\"{header.Name}: {scheme}${name}\"";
    }

    /// <summary>What reads a token as it was read here: without the space around it, of which a shell itself takes away the last line's end only.</summary>
    private static string ReadBy(TokenFile file)
    {
        var path = Quoted(file.Path.StartsWith('-') ? $"./{file.Path}" : file.Path);
        var token = file.Text.Trim();
        var isPlain = file.Text.TrimEnd('\n') == token;
        return CallRequest.HasScheme(token)
            ? isPlain ? $"$(cat {path})" : $"$(tr -d '\\r\\n' < {path})"
            : isPlain ? $"Bearer $(cat {path})" : $"Bearer $(tr -d '[:space:]' < {path})";
    }

    /// <summary>Of a file the file, and of a text the text, which curl would take for a file's name where it begins with an @.</summary>
    private static string Body(CallRequest call)
    {
        if (call.Files.Body is { } file)
        {
            return $" --data-binary {Quoted($"@{(file == "-" ? "./-" : file)}")}";
        }

        try
        {
            var text = Strict.GetString(call.Body);
            return text.Contains('\0') ? throw NoText() : $" --data-raw {Quoted(text)}";
        }
        catch (DecoderFallbackException)
        {
            throw NoText();
        }
    }

    private static UsageException NoText() => new("The body is no text, and a command can hold none other: give it as --data @FILE.");
}
