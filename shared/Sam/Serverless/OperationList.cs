using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Sam.OpenApi;

namespace Sam.Serverless;

/// <summary>The operations of an API while the transform's steps are taken: those of its document first, then those that events add.</summary>
internal sealed class OperationList
{
    private readonly List<ApiOperation> operations = [];
    private readonly Dictionary<(string Method, string Path), int> byRoute = [];
    private readonly Dictionary<string, List<string>> keys = new(StringComparer.Ordinal);
    private readonly List<string> paths = [];

    public OperationList(ApiDocument? document)
    {
        foreach (var operation in document?.Operations ?? [])
        {
            byRoute[(operation.Method, operation.Path)] = operations.Count;
            operations.Add(operation);
        }

        foreach (var path in document?.Paths ?? [])
        {
            paths.Add(path.Path);
            keys[path.Path] = [.. path.Keys];
        }
    }

    public IEnumerable<ApiOperation> All => operations;

    /// <summary>The paths, in order.</summary>
    public IEnumerable<string> Paths => paths;

    /// <summary>What stands under a path, in upper case: its methods (<c>*</c> for all), and what else a document gives it.</summary>
    public IEnumerable<string> KeysOf(string path) =>
        keys.GetValueOrDefault(path, []).Select(static key => key.ToUpperInvariant() is "ANY" or "X-AMAZON-APIGATEWAY-ANY-METHOD" ? "*" : key.ToUpperInvariant());

    public bool Has(string path, string method) => byRoute.ContainsKey((method, path));

    public bool TryFind(string path, string method, [NotNullWhen(true)] out ApiOperation? operation)
    {
        operation = byRoute.TryGetValue((method, path), out var index) ? operations[index] : null;
        return operation is not null;
    }

    /// <summary>Adds an operation, or puts it in the place of the one with its method and path.</summary>
    public void Put(ApiOperation operation)
    {
        var route = (operation.Method, operation.Path);
        if (byRoute.TryGetValue(route, out var index))
        {
            operations[index] = operation;
            return;
        }

        byRoute[route] = operations.Count;
        operations.Add(operation);
        AddKey(operation.Path, operation.Method);
    }

    /// <summary>Adds a method to a path, be it without an operation.</summary>
    public void AddKey(string path, string key)
    {
        if (!keys.TryGetValue(path, out var known))
        {
            paths.Add(path);
            keys[path] = known = [];
        }

        if (!known.Contains(key, StringComparer.OrdinalIgnoreCase))
        {
            known.Add(key);
        }
    }

    /// <summary>Changes every operation that has an integration: the transform leaves the others alone.</summary>
    public void Change(Func<ApiOperation, ApiOperation> change)
    {
        for (var i = 0; i < operations.Count; i++)
        {
            if (operations[i].Integration is not null || operations[i].Mock is not null)
            {
                operations[i] = change(operations[i]);
            }
        }
    }

    public ImmutableArray<ApiOperation> ToImmutable() => [.. operations];
}
