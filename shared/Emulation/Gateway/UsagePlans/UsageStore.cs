using System.Globalization;
using Emulation.State;
using Sam;

namespace Emulation.Gateway.UsagePlans;

/// <summary>How often each key has called by its plan, in <c>usage.db</c>: what was counted is counted after a restart too.</summary>
/// <param name="folder">The state folder. Nothing is written there before the first call that a quota counts.</param>
internal sealed class UsageStore(string folder) : IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS usage (
            plan TEXT NOT NULL, key TEXT NOT NULL, first TEXT NOT NULL, period TEXT NOT NULL, used INTEGER NOT NULL, PRIMARY KEY (plan, key)) STRICT
        """;

    private readonly StateDatabase database = new(Path.Combine(folder, "usage.db"), Schema);

    /// <summary>Counts a call; false, and nothing is counted, when the period has no call left.</summary>
    public bool TryCount(string plan, string key, CallQuota quota, DateTimeOffset now)
    {
        var period = PeriodOf(quota.Period, now);
        return database.Atomically(() =>
        {
            var rows = database.Query(
                "SELECT first, period, used FROM usage WHERE plan = $1 AND key = $2",
                static row => (First: row.GetString(0), Period: row.GetString(1), Used: row.GetInt64(2)), plan, key);
            var (first, last, used) = rows is [var row] ? row : (period, period, 0);
            used = last == period ? used : 0;
            if (used >= quota.Limit - (first == period ? quota.Offset : 0))
            {
                return false;
            }

            database.Execute(
                "INSERT INTO usage (plan, key, first, period, used) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (plan, key) DO UPDATE SET period = $4, used = $5",
                plan, key, first, period, used + 1);
            return true;
        });
    }

    public void Dispose() => database.Dispose();

    /// <summary>The first day of the period in UTC, with its kind: another period of the plan begins anew.</summary>
    private static string PeriodOf(QuotaPeriod period, DateTimeOffset now)
    {
        var day = now.UtcDateTime.Date;
        var start = period switch
        {
            QuotaPeriod.Day => day,
            QuotaPeriod.Week => day.AddDays(-(int)day.DayOfWeek),
            _ => new DateTime(day.Year, day.Month, 1, 0, 0, 0, DateTimeKind.Utc),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{period} {start:yyyy-MM-dd}");
    }
}
