using Emulation.State;

namespace Emulation.Lambda.Events;

/// <summary>The events that wait, in <c>events.db</c>: what was accepted is run, also after a crash. One that ran when it came may run again, as on Lambda.</summary>
/// <param name="folder">The state folder. Nothing is written there before the first event.</param>
internal sealed class AcceptedEventStore(string folder) : IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS events (
            id TEXT NOT NULL PRIMARY KEY, function TEXT NOT NULL, payload BLOB NOT NULL, trace TEXT, depth INTEGER NOT NULL, accepted INTEGER NOT NULL,
            due INTEGER NOT NULL, failures INTEGER NOT NULL, refusals INTEGER NOT NULL) STRICT
        """;

    private readonly StateDatabase database = new(Path.Combine(folder, "events.db"), Schema);

    /// <summary>Those that wait, in the order of their time.</summary>
    public IReadOnlyList<AcceptedEvent> All() => database.Query(
        "SELECT id, function, payload, trace, depth, accepted, due, failures, refusals FROM events ORDER BY due, rowid",
        static row => new AcceptedEvent(row.GetString(0), row.GetString(1), row.GetFieldValue<byte[]>(2), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)))
        {
            TraceId = row.IsDBNull(3) ? null : row.GetString(3),
            Depth = row.GetInt32(4),
            DueAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(6)),
            Failures = row.GetInt32(7),
            Refusals = row.GetInt32(8),
        });

    public void Add(AcceptedEvent added) => database.Execute(
        "INSERT INTO events (id, function, payload, trace, depth, accepted, due, failures, refusals) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        added.RequestId, added.FunctionArn, added.Payload, added.TraceId, added.Depth, added.AcceptedAt.ToUnixTimeMilliseconds(), added.DueAt.ToUnixTimeMilliseconds(),
        added.Failures, added.Refusals);

    /// <summary>Keeps when it is tried next.</summary>
    public void Put(AcceptedEvent changed) => database.Execute(
        "UPDATE events SET due = $2, failures = $3, refusals = $4 WHERE id = $1",
        changed.RequestId, changed.DueAt.ToUnixTimeMilliseconds(), changed.Failures, changed.Refusals);

    /// <summary>Ends one, and begins what follows from it: both or neither.</summary>
    public void Replace(AcceptedEvent ended, AcceptedEvent? next) => database.Atomically(() =>
    {
        database.Execute("DELETE FROM events WHERE id = $1", ended.RequestId);
        if (next is not null)
        {
            Add(next);
        }

        return true;
    });

    public void Dispose() => database.Dispose();
}
