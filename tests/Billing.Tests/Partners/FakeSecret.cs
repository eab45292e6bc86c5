using Billing.Partners;

namespace Billing.Tests.Partners;

/// <summary>A secret that a test writes; without a text it cannot be read.</summary>
internal sealed class FakeSecret(string? text) : IPartnerSecret
{
    public string? Text { get; set; } = text;

    public int Reads { get; private set; }

    public Task<string> ReadAsync(CancellationToken cancellation)
    {
        Reads++;
        return Text is null ? throw new InvalidOperationException("Secrets Manager refuses.") : Task.FromResult(Text);
    }
}
