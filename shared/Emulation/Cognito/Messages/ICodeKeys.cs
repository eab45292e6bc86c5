using Emulation.Calls;
using Emulation.Cognito.Pools;

namespace Emulation.Cognito.Messages;

/// <summary>The keys of KMS by which codes for custom senders are encrypted.</summary>
internal interface ICodeKeys
{
    /// <summary>A data key of 32 bytes, wrapped by a key.</summary>
    /// <param name="pool">The pool that has the key.</param>
    /// <param name="key">The key's ARN, or an alias's.</param>
    /// <param name="context">The encryption context.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RefusedException">There is no such key, or it does not encrypt.</exception>
    Task<DataKey> NewAsync(UserPool pool, string key, IReadOnlyDictionary<string, string> context, CancellationToken cancellation);

    /// <summary>What a caller must be allowed who gives a pool a key.</summary>
    /// <param name="pool">The pool's id; it need not be there yet.</param>
    /// <param name="key">The key's ARN, or an alias's.</param>
    /// <param name="call">The call.</param>
    /// <exception cref="RefusedException">There is no such key.</exception>
    ValueTask<IReadOnlyList<Ask>> AsksAsync(string pool, string key, ServiceCall call);
}
