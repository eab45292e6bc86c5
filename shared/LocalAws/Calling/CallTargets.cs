using System.Text;
using System.Text.RegularExpressions;
using Emulation;
using Emulation.Console;
using Sam.Errors;

namespace Tool.Calling;

/// <summary>
/// Finds what a call means: <c>API/path</c> by logical id or id, <c>stack/API/path</c>, the path alone where one API takes it, or a URL. The only stage of an API is
/// implied.
/// </summary>
internal sealed partial class CallTargets(StackPage stack, Uri endpoint)
{
    private const string ApiService = "execute-api";
    private const string UrlService = "lambda";
    private readonly List<IGrouping<string, StackPage.ApiEntry>> apis = [.. stack.Apis.GroupBy(api => NameOf(stack, api))];

    /// <summary>What can be typed before a path.</summary>
    public IEnumerable<string> Names => apis.Select(static api => api.Key);

    /// <exception cref="UsageException">No API has the name or the route, or several have.</exception>
    public CallTarget Find(string method, string text, string? service)
    {
        if (Scheme().IsMatch(text))
        {
            return OfUrl(text, service);
        }

        var (path, query) = text.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? (text[..at], text[at..]) : (text, "");
        if (service is not null || IsOfServer(path))
        {
            var full = path.StartsWith('/') ? path : $"/{path}";
            return new CallTarget(UrlOf(endpoint, $"{full}{query}"), endpoint.Authority, service ?? ServiceOf(full)) { Path = full };
        }

        var (api, below) = path.StartsWith('/') ? (ByPath(method, path), path) : Named(path) ?? (ByOwnRoute(method, $"/{path}") ?? throw Unknown(path), $"/{path}");
        var (stage, rest) = AtStage(api, method, below);
        return new CallTarget(UrlOf(endpoint, $"{PathOf(stage, api.Key)}{rest}{query}"), endpoint.Authority, IsUrl(stage) ? UrlService : ApiService) { Api = stage, Path = rest };
    }

    /// <summary>Of one stack the logical id, which is what people know; <c>stack/LogicalId</c> where several have it; the id where nothing else tells it.</summary>
    private static string NameOf(StackPage stack, StackPage.ApiEntry api)
    {
        var others = stack.Apis.Where(other => other.ApiId != api.ApiId && string.Equals(other.LogicalId, api.LogicalId, StringComparison.OrdinalIgnoreCase)).ToList();
        return !api.LogicalId.All(char.IsAsciiLetterOrDigit) ? api.ApiId
            : others.Count == 0 ? api.LogicalId
            : others.Exists(other => other.Stack == api.Stack) ? api.ApiId
            : $"{api.Stack}/{api.LogicalId}";
    }

    private CallTarget OfUrl(string text, string? service)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new UsageException($"{text} is no address. Write METHOD API/path, or a whole URL such as {endpoint}execute-api/API/STAGE/path.");
        }

        if (IsHere(url) && !IsHere(endpoint))
        {
            throw new UsageException($"{text} is on this machine, and LocalAws is at {endpoint.Authority}. Say which is meant with --endpoint-url.");
        }

        if ((url.IsLoopback || url.Host == endpoint.Host || (IsHere(url) && !url.IsDefaultPort)) && url.Port != endpoint.Port)
        {
            throw new UsageException($"{text} is on another port than LocalAws at {endpoint.Authority}. Say which is meant with --port.");
        }

        // As it was typed: what a URL's class makes of a path is not what is sent.
        var start = text.IndexOf("://", StringComparison.Ordinal) + 3;
        var slash = text.IndexOfAny(['/', '?'], start);
        var target = slash < 0 ? "/" : text[slash] == '?' ? $"/{text[slash..]}" : text[slash..];
        return new CallTarget(UrlOf(endpoint, target.Split('#')[0]), url.Authority, service ?? ServiceOf(target) ?? ServiceOfHost(url)) { Path = target.Split('?')[0] };
    }

    /// <summary>AWS's names of APIs lead here, and so do their like below localhost; any other name than the server's own is an API's domain.</summary>
    private string? ServiceOfHost(Uri url) =>
        url.Host.Contains(".lambda-url.", StringComparison.OrdinalIgnoreCase) ? UrlService
        : url.Host.Contains(".execute-api.", StringComparison.OrdinalIgnoreCase) ? ApiService
        : url.IsLoopback || url.Host == endpoint.Host || url.Host.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase) ? null
        : ApiService;

    private static bool IsHere(Uri url) => url.IsLoopback || url.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    private static string? ServiceOf(string path) =>
        path.StartsWith("/execute-api/", StringComparison.Ordinal) ? ApiService : path.StartsWith("/lambda-url/", StringComparison.Ordinal) ? UrlService : null;

    private static bool IsOfServer(string path) => ServiceOf(path) is not null || path.StartsWith("/_localaws/", StringComparison.Ordinal);

    private static bool IsUrl(StackPage.ApiEntry api) => api.Url.Contains("/lambda-url/", StringComparison.Ordinal);

    /// <summary>The API that a path begins with, and the rest.</summary>
    private (IGrouping<string, StackPage.ApiEntry> Api, string Path)? Named(string path)
    {
        var segments = path.Split('/', 3);
        var both = segments.Length > 1 ? $"{segments[0]}/{segments[1]}" : null;
        if (both is not null && apis.Find(api => api.Key == both || api.Any(one => $"{one.Stack}/{one.LogicalId}" == both)) is { } ofStack)
        {
            return (ofStack, $"/{(segments.Length > 2 ? segments[2] : "")}");
        }

        var named = apis.Where(api => api.Key == segments[0] || api.Any(one => one.LogicalId == segments[0] || one.ApiId == segments[0])).ToList();

        // The URL of a function by the function, where no API has the name.
        named = named.Count > 0 ? named : [.. apis.Where(api => api.Any(one => IsUrl(one) && one.Routes.Any(route => route.Function == segments[0])))];
        return named switch
        {
            [] => null,
            [var one] => (one, path[segments[0].Length..] is { Length: > 0 } rest ? rest : "/"),
            _ => throw new UsageException($"'{segments[0]}' is the API of several stacks: say which, {string.Join(" or ", named.Select(static api => api.Key))}."),
        };
    }

    private IGrouping<string, StackPage.ApiEntry> ByPath(string method, string path)
    {
        if (apis is [var only])
        {
            return only;
        }

        if (ByRoute(method, path) is { } found)
        {
            return found;
        }

        var hint = apis.Select(api => (api.Key, Hint: CalledRoute.Hint(api.First(), method, path))).FirstOrDefault(static one => one.Hint is not null);
        throw new UsageException(
            $"No API has a route for {method} {path}. "
            + (hint.Hint is null ? $"The APIs are {string.Join(", ", Names)}; 'localaws routes' lists what they take." : $"{hint.Key}: {hint.Hint}"));
    }

    /// <summary>The one API that has a route for a path; null when none has. One that takes whatever comes is meant where no other is.</summary>
    private IGrouping<string, StackPage.ApiEntry>? ByRoute(string method, string path) =>
        ByOwnRoute(method, path) ?? Only(apis.Where(api => api.Any(stage => CalledRoute.Has(stage, method, path))), method, path);

    private IGrouping<string, StackPage.ApiEntry>? ByOwnRoute(string method, string path) =>
        Only(apis.Where(api => api.Any(stage => Candidates(stage, path).Any(below => CalledRoute.HasOwn(stage, method, below)))), method, path);

    private static IGrouping<string, StackPage.ApiEntry>? Only(IEnumerable<IGrouping<string, StackPage.ApiEntry>> found, string method, string path) => found.ToList() switch
    {
        [] => null,
        [var one] => one,
        var several => throw new UsageException(
            $"{method} {path} is a route of several APIs: say which, {string.Join(" or ", several.Select(api => $"{api.Key}{path}"))}."),
    };

    /// <summary>The path as it is, and without the stage where it begins with that.</summary>
    private static IEnumerable<string> Candidates(StackPage.ApiEntry api, string path) => Below(api, path) is { } below ? [path, below] : [path];

    private static string? Below(StackPage.ApiEntry api, string path)
    {
        var stage = $"/{api.Stage}";
        return !HasStage(api) ? null : path == stage ? "/" : path.StartsWith($"{stage}/", StringComparison.Ordinal) ? path[stage.Length..] : null;
    }

    private static bool HasStage(StackPage.ApiEntry api) => api.Stage.Length > 0 && api.Url.EndsWith($"/{api.Stage}", StringComparison.Ordinal);

    private static (StackPage.ApiEntry Stage, string Path) AtStage(IGrouping<string, StackPage.ApiEntry> api, string method, string path)
    {
        if (api.Count() == 1)
        {
            var only = api.First();
            return !CalledRoute.HasOwn(only, method, path) && Below(only, path) is { } below && (CalledRoute.HasOwn(only, method, below) || !CalledRoute.Has(only, method, path))
                ? (only, below)
                : (only, path);
        }

        return api.FirstOrDefault(stage => Below(stage, path) is not null) is { } named
            ? (named, Below(named, path)!)
            : api.FirstOrDefault(static stage => !HasStage(stage)) is { } unnamed
                ? (unnamed, path)
                : throw new UsageException(
                    $"{api.Key} has the stages {string.Join(" and ", api.Select(static stage => stage.Stage))}: say which, such as {api.Key}/{api.First().Stage}{path}.");
    }

    private UsageException Unknown(string path) => new(
        $"There is no API '{path.Split('/')[0]}'. {DidYouMean.Among(path.Split('/')[0], [.. Names])} A path alone begins with a slash.");

    /// <summary>By a name that a person can read, where the server knows the API by it.</summary>
    private static string PathOf(StackPage.ApiEntry api, string name)
    {
        var full = new Uri(api.Url).AbsolutePath.TrimEnd('/');
        var id = full.IndexOf($"/{api.ApiId}", StringComparison.Ordinal);
        return id < 0 ? full : $"{full[..id]}/{name}{full[(id + 1 + api.ApiId.Length)..]}";
    }

    /// <summary>What a URL begins with. RFC 3986, section 3.1. A path's query may have another URL in it.</summary>
    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*://", RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();

    /// <summary>A URL whose path and query stay as they were typed, but for what no request can carry, or what some clients sign otherwise than they send.</summary>
    private static Uri UrlOf(Uri server, string target)
    {
        var sent = new StringBuilder(target.Length);
        foreach (var letter in Encoding.UTF8.GetBytes(target))
        {
            _ = letter is > (byte)' ' and < 0x7F && "\"#<>\\^`{|}!'()*".IndexOf((char)letter, StringComparison.Ordinal) < 0
                ? sent.Append((char)letter)
                : sent.Append('%').Append(letter.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return new Uri($"{server.Scheme}://{server.Authority}{sent}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }
}
