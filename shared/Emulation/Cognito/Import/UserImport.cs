using System.Collections.Immutable;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;
using Emulation.State;

namespace Emulation.Cognito.Import;

/// <summary>How far an import is.</summary>
internal sealed record ImportCounts(int Imported, int Skipped, int Failed);

/// <summary>Reads users from a file into a pool. They come without passwords and choose one by ForgotPassword, as with Cognito's own import.</summary>
internal sealed class UserImport(UserStore store, UserFinder finder, IdSource ids, TimeProvider time)
{
    private const int Batch = 1000;

    /// <summary>Imports the users of a file, a batch in a transaction each.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="lines">The file's lines, its header first.</param>
    /// <param name="report">Told after each batch; false stops the import.</param>
    /// <param name="log">Told what became of each line that did not come in, without its content.</param>
    /// <exception cref="CognitoException">The header is not the pool's.</exception>
    public ImportCounts Run(UserPool pool, IEnumerable<string> lines, Func<ImportCounts, bool> report, Action<string> log)
    {
        using var rows = lines.GetEnumerator();
        var header = rows.MoveNext() ? CsvFile.Fields(rows.Current) : [];
        if (!header.Order(StringComparer.Ordinal).SequenceEqual(CsvFile.HeaderOf(pool).Order(StringComparer.Ordinal)))
        {
            throw Refusal.Invalid("The header in the .csv file doesn't match the expected headers for the user pool. GetCSVHeader has them.");
        }

        var counts = new ImportCounts(0, 0, 0);
        var line = 1;
        var goesOn = true;
        while (goesOn)
        {
            var taken = store.Atomically(() =>
            {
                var read = 0;
                for (; read < Batch && rows.MoveNext(); read++)
                {
                    counts = Take(pool, header, rows.Current, counts, $"[line {++line}]", log);
                }

                return read;
            });
            goesOn = report(counts) && taken == Batch;
        }

        return counts;
    }

    private ImportCounts Take(UserPool pool, List<string> header, string line, ImportCounts counts, string where, Action<string> log)
    {
        try
        {
            if (Read(pool, header, CsvFile.Fields(line)) is { } user)
            {
                store.Save(pool, user);
                return counts with { Imported = counts.Imported + 1 };
            }

            log($"{where} SKIPPED: the user already exists.");
            return counts with { Skipped = counts.Skipped + 1 };
        }
        catch (CognitoException e)
        {
            log($"{where} FAILED: {e.Message}");
            return counts with { Failed = counts.Failed + 1 };
        }
    }

    /// <summary>Null when there is such a user.</summary>
    private CognitoUser? Read(UserPool pool, List<string> header, List<string> fields)
    {
        if (fields.Count != header.Count)
        {
            throw Refusal.Invalid($"The line has {fields.Count} fields; the header has {header.Count}.");
        }

        var values = header.Zip(fields).Where(static pair => pair.Second.Length > 0)
            .ToImmutableDictionary(static pair => pair.First, static pair => Normal(pair.First, pair.Second), StringComparer.Ordinal);
        var username = values.GetValueOrDefault(CsvFile.Username) ?? throw Refusal.Invalid($"{CsvFile.Username} is required.");
        var attributes = values.Remove(CsvFile.Username).Remove(CsvFile.MfaEnabled);
        pool.Schema.CheckNew(attributes);
        pool.Schema.CheckRequired(attributes);
        if (attributes.GetValueOrDefault("email_verified") != "true" && attributes.GetValueOrDefault("phone_number_verified") != "true")
        {
            throw Refusal.Invalid("One of email_verified and phone_number_verified must be true: nobody could choose a password otherwise.");
        }

        if (finder.Find(pool, username) is not null)
        {
            return null;
        }

        finder.CheckFree(pool, attributes, null, verifiedOnly: true);
        var now = time.GetUtcNow();
        var sub = ids.Uuid();
        return new CognitoUser
        {
            PoolId = pool.Id,
            Username = pool.UsernameAttributes.IsEmpty ? pool.Fold(username) : sub,
            Sub = sub,
            Status = UserStatus.RESET_REQUIRED,
            Attributes = attributes.ToImmutableSortedDictionary(StringComparer.Ordinal),
            CreatedAt = now,
            ModifiedAt = now,
        };
    }

    private static string Normal(string name, string value) =>
        name.EndsWith("_verified", StringComparison.Ordinal) || name == CsvFile.MfaEnabled ? value.ToLowerInvariant() : value;
}
