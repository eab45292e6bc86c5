namespace Billing.Partners;

/// <summary>What the partners make their tokens with, wherever it is kept.</summary>
internal interface IPartnerSecret
{
    /// <summary>The secret as it is now.</summary>
    /// <exception cref="InvalidOperationException">It cannot be had; the message says why, and shows nothing of it.</exception>
    Task<string> ReadAsync(CancellationToken cancellation);
}
