using Emulation.Tests.Cognito.OAuth;

namespace Emulation.Tests.Cognito.Federation.Saml;

/// <summary>Pools that nobody gets into, which the tests of a class share: each has keys of its own, which take time to make.</summary>
public sealed class PoolsOfAClass : IAsyncLifetime
{
    private readonly RunningLocalAws aws = new();

    /// <summary>A pool with a SAML provider.</summary>
    internal SamlPool Plain { get; private set; } = null!;

    /// <summary>The same, whose provider encrypts.</summary>
    internal SamlPool Encrypting { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await aws.InitializeAsync();
        Plain = await SamlPool.MakeAsync(aws);
        Encrypting = await SamlPool.MakeAsync(aws, static details => details["EncryptedResponses"] = "true");
    }

    public async ValueTask DisposeAsync()
    {
        Plain.Dispose();
        Encrypting.Dispose();
        await aws.DisposeAsync();
    }
}
