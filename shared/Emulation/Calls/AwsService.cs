using System.Collections.Frozen;
using Emulation.Wire;
using SigV4;

namespace Emulation.Calls;

/// <summary>An AWS service: its protocol and its table of operations.</summary>
internal sealed record AwsService<TParameters, TAnswer>(
    string SigningName, IWireProtocol<TParameters, TAnswer> Protocol, FrozenDictionary<string, ServiceOperation<TParameters, TAnswer>> Operations)
{
    public AwsService(string signingName, IWireProtocol<TParameters, TAnswer> protocol, IEnumerable<ServiceOperation<TParameters, TAnswer>> operations)
        : this(signingName, protocol, operations.ToFrozenDictionary(static operation => operation.Name, StringComparer.Ordinal))
    {
    }

    /// <summary>The region of signatures; null when any will do, as for a global service with regional endpoints.</summary>
    public required string? Region { get; init; }

    /// <summary>The region that a call without a signature is for, where there is no <see cref="Region"/>.</summary>
    public Func<ReceivedRequest, string>? RegionOfUnsigned { get; init; }

    /// <summary>Whether a request is for this service.</summary>
    public required Func<ReceivedRequest, bool> Owns { get; init; }

    /// <summary>In bytes, how much it reads of the body behind a head.</summary>
    public Func<ReceivedRequest, int> LongestBody { get; init; } = static _ => IAwsService.LongestBodyOfMost;

    /// <summary>Whether it reads the body itself, piece by piece: see <see cref="IAwsService.ReadsBody"/>.</summary>
    public Func<ReceivedRequest, bool> ReadsBody { get; init; } = static _ => false;

    /// <summary>What its signatures must be beside their region and service.</summary>
    public SigV4VerifierOptions Signatures { get; init; } = new();

    /// <summary>What signatures must be of a request whose body the service reads itself; null for what they must be of any.</summary>
    public SigV4VerifierOptions? SignaturesOfStreams { get; init; }

    /// <summary>Whether a request without a signature is somebody's, of whom nothing is known: then policies are asked for everybody. Else nobody's.</summary>
    public Func<ReceivedRequest, bool> TakesUnsigned { get; init; } = static _ => false;

    /// <summary>What proves a request that a browser's form makes, whose signature is in its body; null of any other.</summary>
    public Func<ReceivedRequest, SignedForm?> FormOf { get; init; } = static _ => null;

    /// <summary>Whether a call may wait for others, or changes nothing that is kept in memory: see <see cref="IAwsService.MayWait"/>.</summary>
    public Func<ReceivedRequest, bool> MayWait { get; init; } = static _ => false;

    /// <summary>Whether a request is read before its signature is checked, as services do most of whose operations need none.</summary>
    public bool ReadsFirst { get; init; }

    /// <summary>The refusal of an operation to a user's temporary credentials, where the service has one.</summary>
    public Func<string, ServiceRefusal>? Restricted { get; init; }

    /// <summary>Whether every answer says in <c>x-localaws-reason</c> what the log says of it; else only what policies refuse does.</summary>
    public bool TellsReasons { get; init; }

    /// <summary>How far the clocks of client and server may differ, either way.</summary>
    public TimeSpan MaxClockSkew { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether it fails at the moment, as a test may have it; then it answers as a service that is out of order.</summary>
    public Func<bool> IsDown { get; init; } = static () => false;
}
