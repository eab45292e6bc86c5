using System.Security.Cryptography;
using Emulation.Calls;
using Emulation.Cognito.Messages;
using Emulation.Cognito.Pools;

namespace Emulation.Tests.Cognito;

/// <summary>A KMS that remembers the data keys that it gave out, and under which context.</summary>
internal sealed class TestCodeKeys : ICodeKeys
{
    public const string Arn = "arn:aws:kms:us-east-1:111122223333:key/0d990263-018e-4e65-a703-eff731de951e";

    private readonly Dictionary<string, (byte[] Plain, string Context)> given = [];

    /// <summary>Why it gives out none; null when it does.</summary>
    public ServiceRefusal? Refusal { get; set; }

    public Task<DataKey> NewAsync(UserPool pool, string key, IReadOnlyDictionary<string, string> context, CancellationToken cancellation)
    {
        if (Refusal is { } refusal)
        {
            throw new RefusedException(refusal);
        }

        var wrapped = RandomNumberGenerator.GetBytes(48);
        var made = new DataKey(RandomNumberGenerator.GetBytes(DataKey.Length), wrapped, key);
        given[Convert.ToBase64String(wrapped)] = (made.Plain, Text(context));
        return Task.FromResult(made);
    }

    public ValueTask<IReadOnlyList<Ask>> AsksAsync(string pool, string key, ServiceCall call) => throw new InvalidOperationException("Nobody was expected to ask.");

    /// <summary>The key, for whoever knows the context.</summary>
    public byte[] Open(byte[] wrapped, IReadOnlyDictionary<string, string> context)
    {
        var (plain, under) = given[Convert.ToBase64String(wrapped)];
        Assert.Equal(under, Text(context));
        return plain;
    }

    private static string Text(IReadOnlyDictionary<string, string> context) =>
        string.Join(' ', context.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{pair.Key}={pair.Value}"));
}
