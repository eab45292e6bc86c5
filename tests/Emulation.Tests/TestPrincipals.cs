using System.Collections.Immutable;
using Emulation.Organizations;
using Emulation.Principals;
using Emulation.Sessions;
using Emulation.State;
using Sam;

namespace Emulation.Tests;

/// <summary>Who there is in stacks and what opens their sessions, composed as at a start.</summary>
internal sealed class TestPrincipals : IDisposable
{
    /// <param name="stacks">The stacks, the main one first.</param>
    /// <param name="time">The clock; by default the machine's.</param>
    /// <param name="state">Where the keys are from; by default they are zeros.</param>
    /// <param name="folder">Where accounts keep what is changed; by default nowhere.</param>
    /// <param name="organization">The organisation of the accounts; by default they are in none.</param>
    public TestPrincipals(ImmutableArray<Stack> stacks, TimeProvider? time = null, StateFolder? state = null, string? folder = null, Organization? organization = null)
    {
        Sealer = new SessionSealer(state?.SessionKey ?? new byte[32], IdSource.SystemRandom);
        LongTermKeys = new LongTermKeys(state?.SealingKey ?? new byte[32]);
        Accounts = new AccountDirectory(stacks, LongTermKeys, folder, time);
        Providers = new IdentityProviders(stacks, folder);
        Keyring = new Keyring(Accounts, Sealer, time ?? TimeProvider.System, Uses);
        Sessions = new SessionIssuer(Sealer, IdSource.SystemRandom, time ?? TimeProvider.System);
        Environment = Given.Environment(organization);
    }

    public SessionSealer Sealer { get; }

    public LongTermKeys LongTermKeys { get; }

    public AccountDirectory Accounts { get; }

    public IdentityProviders Providers { get; }

    public LastUses Uses { get; } = new();

    public Keyring Keyring { get; }

    public SessionIssuer Sessions { get; }

    public RequestEnvironment Environment { get; }

    public void Dispose()
    {
        Accounts.Dispose();
        Providers.Dispose();
        Sealer.Dispose();
    }
}
