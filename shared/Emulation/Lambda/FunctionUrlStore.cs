using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Emulation.State;
using Sam;

namespace Emulation.Lambda;

/// <summary>The URL of a function or of an alias, and since when it is as it is.</summary>
internal sealed record KeptUrl(Stack Stack, FunctionUrl Url, DateTimeOffset Created, DateTimeOffset Modified);

/// <summary>
/// The URLs of functions: the template's, as far as nobody changed or deleted them, and those that were made since, in <c>urls.db</c>, which is there once something was.
/// </summary>
internal sealed class FunctionUrlStore : IDisposable
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS urls (
            function TEXT PRIMARY KEY, url_id TEXT NOT NULL, config TEXT NOT NULL, created TEXT NOT NULL, modified TEXT NOT NULL) STRICT;
        """;

    private readonly StateDatabase database;
    private readonly ImmutableArray<Stack> stacks;
    private readonly bool needsInvokeFunction;
    private readonly IdSource ids;
    private readonly Lock writing = new();
    private ImmutableDictionary<string, KeptUrl> urls;

    /// <summary>Opens the URLs in a state folder.</summary>
    /// <exception cref="StateFolderException">The file is damaged or cannot be written.</exception>
    public FunctionUrlStore(string folder, ImmutableArray<Stack> stacks, bool needsInvokeFunction, DateTimeOffset now, IdSource ids)
    {
        (this.stacks, this.needsInvokeFunction, this.ids) = (stacks, needsInvokeFunction, ids);
        urls = stacks.SelectMany(static stack => stack.FunctionUrls.Select(url => (Stack: stack, Url: url, Key: KeyOf(Called(stack, url)))))
            .DistinctBy(static one => one.Key)
            .ToImmutableDictionary(static one => one.Key, one => new KeptUrl(one.Stack, one.Url, now, now), StringComparer.Ordinal);
        database = new StateDatabase(Path.Combine(folder, "urls.db"), Schema);
        foreach (var (key, id, config, created, modified) in database.Query(
            "SELECT function, url_id, config, created, modified FROM urls",
            static row => (row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4))))
        {
            Restore(key, id, config, (TimeOf(created), TimeOf(modified)));
        }
    }

    /// <summary>All of them: what is served.</summary>
    public IEnumerable<KeptUrl> All => urls.Values
        .OrderBy(kept => stacks.IndexOf(kept.Stack)).ThenBy(static kept => kept.Url.Line.Line).ThenBy(static kept => kept.Url.LogicalId, StringComparer.Ordinal);

    /// <summary>Told of each URL that is made or changed.</summary>
    public Action<Stack, FunctionUrl> Serve { get; set; } = static (_, _) => { };

    /// <summary>Told of the id of each that is deleted.</summary>
    public Action<string> Withdraw { get; set; } = static _ => { };

    /// <summary>The URL of a function, or of an alias; null when it has none.</summary>
    public KeptUrl? Of(Function function) => urls.GetValueOrDefault(KeyOf(function));

    /// <summary>Those of a function and of its aliases, the aliases' first.</summary>
    public IEnumerable<(Function Function, KeptUrl Url)> AllOf(Function function) =>
        function.Qualifiers.Select(function.At).Append(function).Select(called => (called, Of(called)!)).Where(static one => one.Item2 is not null);

    /// <summary>Makes a URL; null when there is one.</summary>
    public KeptUrl? Create(Function function, string? qualifier, FunctionUrlInput input, DateTimeOffset now)
    {
        lock (writing)
        {
            return Of(function) is null ? Keep(function, new KeptUrl(StackOf(function), input.Change(Fresh(function, qualifier, ids.Text(Letters, 32))), now, now)) : null;
        }
    }

    /// <summary>Changes a URL; null when there is none.</summary>
    public KeptUrl? Update(Function function, FunctionUrlInput input, DateTimeOffset now)
    {
        lock (writing)
        {
            return Of(function) is { } kept ? Keep(function, kept with { Url = input.Change(kept.Url), Modified = now }) : null;
        }
    }

    /// <summary>Deletes a URL; false when there is none.</summary>
    public bool Delete(Function function)
    {
        lock (writing)
        {
            if (Of(function) is not { } kept)
            {
                return false;
            }

            Write(KeyOf(function), kept, "");
            urls = urls.Remove(KeyOf(function));
            Withdraw(kept.Url.UrlId);
            return true;
        }
    }

    public void Dispose() => database.Dispose();

    private KeptUrl Keep(Function function, KeptUrl kept)
    {
        Write(KeyOf(function), kept, JsonSerializer.Serialize(FunctionUrlInput.Of(kept.Url), FunctionUrlJson.Default.FunctionUrlInput));
        urls = urls.SetItem(KeyOf(function), kept);
        Serve(kept.Stack, kept.Url);
        return kept;
    }

    private void Write(string key, KeptUrl kept, string config) => database.Execute(
        """
        INSERT INTO urls VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (function) DO UPDATE SET url_id = excluded.url_id, config = excluded.config, created = excluded.created, modified = excluded.modified
        """,
        key, kept.Url.UrlId, config, kept.Created.ToString("O", CultureInfo.InvariantCulture), kept.Modified.ToString("O", CultureInfo.InvariantCulture));

    private void Restore(string key, string id, string config, (DateTimeOffset Created, DateTimeOffset Modified) times)
    {
        if (config.Length == 0)
        {
            urls = urls.Remove(key);
        }
        else if (stacks.SelectMany(static stack => stack.Functions)
            .FirstOrDefault(function => key == KeyOf(function) || key.StartsWith($"{KeyOf(function)}:", StringComparison.Ordinal)) is { } function)
        {
            var qualifier = key.Length > KeyOf(function).Length ? key[(KeyOf(function).Length + 1)..] : null;
            var known = urls.GetValueOrDefault(key)?.Url ?? Fresh(function, qualifier, id);
            var input = JsonSerializer.Deserialize(config, FunctionUrlJson.Default.FunctionUrlInput)!;
            urls = urls.SetItem(key, new KeptUrl(StackOf(function), input.Change(known with { UrlId = id, Cors = null }), times.Created, times.Modified));
        }
    }

    private Stack StackOf(Function function) =>
        stacks.First(stack => stack.Functions.Any(one => KeyOf(function) == KeyOf(one) || KeyOf(function).StartsWith($"{KeyOf(one)}:", StringComparison.Ordinal)));

    private FunctionUrl Fresh(Function function, string? qualifier, string id) => new()
    {
        LogicalId = $"{function.LogicalId}{qualifier}Url",
        FunctionLogicalId = function.LogicalId,
        Qualifier = qualifier,
        UrlId = id,
        IsSigned = true,
        NeedsInvokeFunction = needsInvokeFunction,
        Line = function.Line,
    };

    private static DateTimeOffset TimeOf(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static Function Called(Stack stack, FunctionUrl url) => stack.Functions.First(function => function.LogicalId == url.FunctionLogicalId).At(url.Qualifier);

    // With the alias.
    private static string KeyOf(Function function) => function.Arn.ToString();
}
