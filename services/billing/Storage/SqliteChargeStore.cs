using Billing.Charging;
using Billing.Refunding;
using Billing.Webhooks;
using Microsoft.Data.Sqlite;
using ServiceDefaults;

namespace Billing.Storage;

/// <summary>Charges in an SQLite file.</summary>
internal sealed class SqliteChargeStore : IBillingStore
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS charges (
            charge_id TEXT PRIMARY KEY, order_id TEXT NOT NULL, amount_minor INTEGER NOT NULL, currency TEXT NOT NULL,
            refunded_minor INTEGER NOT NULL CHECK (refunded_minor BETWEEN 0 AND amount_minor), created_ms INTEGER NOT NULL) STRICT;
        CREATE INDEX IF NOT EXISTS charges_of_order ON charges (order_id, charge_id);
        CREATE TABLE IF NOT EXISTS refunds (
            refund_id TEXT PRIMARY KEY, charge_id TEXT NOT NULL REFERENCES charges, amount_minor INTEGER NOT NULL,
            refunded_minor INTEGER NOT NULL, created_ms INTEGER NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS capture_claims (
            caller TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL,
            charge_id TEXT REFERENCES charges, declined_because TEXT, PRIMARY KEY (caller, key)) STRICT;
        CREATE TABLE IF NOT EXISTS refund_claims (
            caller TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL,
            refund_id TEXT NOT NULL REFERENCES refunds, PRIMARY KEY (caller, key)) STRICT;
        CREATE TABLE IF NOT EXISTS payment_events (
            partner TEXT NOT NULL, event_id TEXT NOT NULL, fingerprint TEXT NOT NULL, charge_id TEXT NOT NULL REFERENCES charges,
            type TEXT NOT NULL, occurred_ms INTEGER NOT NULL, received_ms INTEGER NOT NULL, PRIMARY KEY (partner, event_id)) STRICT;
        CREATE INDEX IF NOT EXISTS payment_events_of_charge ON payment_events (charge_id, type, occurred_ms);
        """;

    private const string ChargeColumns = $"""
        charge_id, order_id, amount_minor, currency, refunded_minor, created_ms,
        (SELECT MIN(occurred_ms) FROM payment_events told WHERE told.charge_id = charges.charge_id AND type = '{PaymentEventTypes.Settled}'),
        (SELECT MIN(occurred_ms) FROM payment_events told WHERE told.charge_id = charges.charge_id AND type = '{PaymentEventTypes.Disputed}')
        """;

    private readonly SqliteFile file;

    public SqliteChargeStore(SqliteFile file)
    {
        this.file = file;
        file.Prepare(Schema);
    }

    public Task<CaptureOutcome> CaptureOnceAsync(Claim claim, CaptureOutcome proposed, CancellationToken cancellation) =>
        Task.FromResult(file.Write(connection =>
        {
            if (FindCapture(connection, claim) is { } earlier)
            {
                return earlier;
            }

            var charge = (proposed as CaptureOutcome.Captured)?.Charge;
            if (charge is not null)
            {
                Insert(connection, charge);
            }

            connection.Execute(
                "INSERT INTO capture_claims VALUES ($caller, $key, $fingerprint, $charge, $reason)",
                ("$caller", claim.Caller), ("$key", claim.Key), ("$fingerprint", claim.Fingerprint),
                ("$charge", charge?.ChargeId), ("$reason", (proposed as CaptureOutcome.Declined)?.Reason));
            return proposed;
        }));

    public Task<RefundOutcome> RefundOnceAsync(Claim? claim, ProposedRefund proposed, CancellationToken cancellation) =>
        Task.FromResult(file.Write(connection =>
        {
            if (claim is not null && FindRefund(connection, claim) is { } earlier)
            {
                return earlier;
            }

            if (Find(connection, proposed.ChargeId) is not { } charge)
            {
                return new RefundOutcome.NoSuchCharge();
            }

            if (proposed.AmountMinor > charge.LeftMinor)
            {
                return new RefundOutcome.MoreThanIsLeft(charge.LeftMinor);
            }

            var refund = new Refund(
                proposed.RefundId, charge.ChargeId, proposed.AmountMinor, charge.Currency, charge.RefundedMinor + proposed.AmountMinor, proposed.CreatedAt);
            Insert(connection, refund, claim);
            return new RefundOutcome.Refunded(refund);
        }));

    public Task<RecordingOutcome> RecordOnceAsync(Claim claim, RecordedEvent received, CancellationToken cancellation) =>
        Task.FromResult(file.Write(connection =>
        {
            if (FindEvent(connection, claim) is { } earlier)
            {
                return earlier;
            }

            if (Find(connection, received.ChargeId) is null)
            {
                return new RecordingOutcome.NoSuchCharge();
            }

            connection.Execute(
                "INSERT INTO payment_events VALUES ($partner, $id, $fingerprint, $charge, $type, $occurred, $received)",
                ("$partner", claim.Caller), ("$id", claim.Key), ("$fingerprint", claim.Fingerprint), ("$charge", received.ChargeId),
                ("$type", received.Type), ("$occurred", received.OccurredAt.ToUnixTimeMilliseconds()),
                ("$received", received.ReceivedAt.ToUnixTimeMilliseconds()));
            return new RecordingOutcome.Recorded(received);
        }));

    public Task<Charge?> FindAsync(string chargeId, CancellationToken cancellation) =>
        Task.FromResult(file.Read(connection => Find(connection, chargeId)));

    public Task<IReadOnlyList<Charge>> ListAsync(string? orderId, int limit, string? after, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Charge>>(file.Read(connection => connection.Query(
            $"""
            SELECT {ChargeColumns} FROM charges
            WHERE ($order IS NULL OR order_id = $order) AND ($after IS NULL OR charge_id < $after)
            ORDER BY charge_id DESC LIMIT $limit
            """,
            ReadCharge, ("$order", orderId), ("$after", after), ("$limit", limit))));

    private static CaptureOutcome? FindCapture(SqliteConnection connection, Claim claim)
    {
        var stored = connection.Query(
            "SELECT fingerprint, charge_id, declined_because FROM capture_claims WHERE caller = $caller AND key = $key",
            row => (Fingerprint: row.GetString(0), ChargeId: row.TextOrNull(1), Reason: row.TextOrNull(2)),
            ("$caller", claim.Caller), ("$key", claim.Key));
        return stored switch
        {
            [] => null,
            [var first] when first.Fingerprint != claim.Fingerprint => new CaptureOutcome.KeyReused(),
            [{ ChargeId: { } chargeId }] => new CaptureOutcome.Captured(Find(connection, chargeId)!),
            [var first, ..] => new CaptureOutcome.Declined(first.Reason!),
        };
    }

    private static RefundOutcome? FindRefund(SqliteConnection connection, Claim claim)
    {
        var stored = connection.Query(
            """
            SELECT claim.fingerprint, refund.refund_id, refund.charge_id, refund.amount_minor, charge.currency, refund.refunded_minor, refund.created_ms
            FROM refund_claims claim JOIN refunds refund USING (refund_id) JOIN charges charge USING (charge_id)
            WHERE claim.caller = $caller AND claim.key = $key
            """,
            row => (Fingerprint: row.GetString(0), Refund: new Refund(
                row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetString(4), row.GetInt64(5), TimeOf(row.GetInt64(6)))),
            ("$caller", claim.Caller), ("$key", claim.Key));
        return stored switch
        {
            [] => null,
            [var first] when first.Fingerprint != claim.Fingerprint => new RefundOutcome.KeyReused(),
            [var first, ..] => new RefundOutcome.Refunded(first.Refund),
        };
    }

    private static RecordingOutcome? FindEvent(SqliteConnection connection, Claim claim)
    {
        var stored = connection.Query(
            "SELECT fingerprint, charge_id, type, occurred_ms, received_ms FROM payment_events WHERE partner = $partner AND event_id = $id",
            row => (Fingerprint: row.GetString(0), Event: new RecordedEvent(
                claim.Key, row.GetString(1), row.GetString(2), TimeOf(row.GetInt64(3)), TimeOf(row.GetInt64(4)))),
            ("$partner", claim.Caller), ("$id", claim.Key));
        return stored switch
        {
            [] => null,
            [var first] when first.Fingerprint != claim.Fingerprint => new RecordingOutcome.EventIdReused(),
            [var first, ..] => new RecordingOutcome.Recorded(first.Event),
        };
    }

    private static Charge? Find(SqliteConnection connection, string chargeId) =>
        connection.Query($"SELECT {ChargeColumns} FROM charges WHERE charge_id = $id", ReadCharge, ("$id", chargeId)).FirstOrDefault();

    private static void Insert(SqliteConnection connection, Charge charge) => connection.Execute(
        "INSERT INTO charges VALUES ($id, $order, $amount, $currency, 0, $created)",
        ("$id", charge.ChargeId), ("$order", charge.OrderId), ("$amount", charge.AmountMinor), ("$currency", charge.Currency),
        ("$created", charge.CreatedAt.ToUnixTimeMilliseconds()));

    private static void Insert(SqliteConnection connection, Refund refund, Claim? claim)
    {
        connection.Execute(
            "UPDATE charges SET refunded_minor = $refunded WHERE charge_id = $charge",
            ("$refunded", refund.RefundedMinor), ("$charge", refund.ChargeId));
        connection.Execute(
            "INSERT INTO refunds VALUES ($id, $charge, $amount, $refunded, $created)",
            ("$id", refund.RefundId), ("$charge", refund.ChargeId), ("$amount", refund.AmountMinor), ("$refunded", refund.RefundedMinor),
            ("$created", refund.CreatedAt.ToUnixTimeMilliseconds()));
        if (claim is not null)
        {
            connection.Execute(
                "INSERT INTO refund_claims VALUES ($caller, $key, $fingerprint, $id)",
                ("$caller", claim.Caller), ("$key", claim.Key), ("$fingerprint", claim.Fingerprint), ("$id", refund.RefundId));
        }
    }

    private static Charge ReadCharge(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetString(3), row.GetInt64(4), TimeOf(row.GetInt64(5)))
    {
        SettledAt = row.IsDBNull(6) ? null : TimeOf(row.GetInt64(6)),
        DisputedAt = row.IsDBNull(7) ? null : TimeOf(row.GetInt64(7)),
    };

    private static DateTimeOffset TimeOf(long unixMilliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds);
}
