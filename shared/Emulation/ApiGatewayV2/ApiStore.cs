using System.Collections.Immutable;
using System.Text.Json;
using Emulation.Protocols.RestJson;
using Emulation.State;

namespace Emulation.ApiGatewayV2;

/// <summary>The APIs that clients have made: in memory to be read, in <c>apigatewayv2.db</c> to be there after a restart. One change at a time.</summary>
internal sealed class ApiStore : IDisposable
{
    private const string Schema = "CREATE TABLE IF NOT EXISTS apis (number INTEGER PRIMARY KEY AUTOINCREMENT, api_id TEXT NOT NULL UNIQUE, document TEXT NOT NULL) STRICT";
    private readonly StateDatabase database;
    private readonly Lock writing = new();
    // Read without the lock, by every request to an API: a change puts another list in its place.
    private volatile ImmutableList<StoredApi> all;

    /// <summary>Opens the store in a state folder.</summary>
    /// <exception cref="StateFolderException">The file is damaged or cannot be written.</exception>
    public ApiStore(string folder)
    {
        var file = Path.Combine(folder, "apigatewayv2.db");
        database = new StateDatabase(file, Schema);
        try
        {
            all = [.. database.Query("SELECT document FROM apis ORDER BY number", static row => JsonSerializer.Deserialize(row.GetString(0), ApiGatewayJson.Default.StoredApi)!)];
        }
        catch (JsonException e)
        {
            database.Dispose();
            throw new StateFolderException($"{file} is damaged: {e.Message} Delete it; the APIs that clients have made are gone then.", e);
        }
    }

    /// <summary>The APIs in the order in which they were made.</summary>
    public IReadOnlyList<StoredApi> All => all;

    public StoredApi? Find(string apiId) => all.Find(api => api.Api.ApiId == apiId);

    /// <summary>
    /// Runs one change, stores what it makes, and lets <paramref name="applied"/> know, before the next change runs. <paramref name="change"/> gets
    /// the API as it is, or null when there is none.
    /// </summary>
    public RestAnswer Change(string? apiId, Func<StoredApi?, ApiChange> change, Action<StoredApi> applied)
    {
        lock (writing)
        {
            var old = apiId is null ? null : all.Find(api => api.Api.ApiId == apiId);
            var (changed, answer) = change(old);
            if (changed is not null)
            {
                database.Execute(
                    "INSERT INTO apis (api_id, document) VALUES ($1, $2) ON CONFLICT (api_id) DO UPDATE SET document = $2",
                    changed.Api.ApiId, JsonSerializer.Serialize(changed, ApiGatewayJson.Default.StoredApi));
                all = old is null ? all.Add(changed) : all.Replace(old, changed);
                applied(changed);
            }

            return answer;
        }
    }

    /// <summary>False when there is no such API.</summary>
    public bool Remove(string apiId, Action<string> removed)
    {
        lock (writing)
        {
            if (all.Find(api => api.Api.ApiId == apiId) is not { } old)
            {
                return false;
            }

            database.Execute("DELETE FROM apis WHERE api_id = $1", apiId);
            all = all.Remove(old);
            removed(apiId);
            return true;
        }
    }

    public void Dispose() => database.Dispose();
}
