using Emulation.Cognito;
using Emulation.Cognito.Wiring;
using Emulation.CognitoIdentity.Storage;
using Emulation.Console.Live;
using Emulation.Decisions;
using Emulation.Decisions.Recorded;
using Emulation.FrontDoor;
using Emulation.Gateway.UsagePlans;
using Emulation.Lambda.Events;
using Emulation.Principals;
using Emulation.S3.Store;
using Emulation.Sessions;
using Emulation.StandIns;
using Emulation.State;
using Emulation.Tokens;

namespace Emulation;

/// <summary>What stays when the templates are read anew: the state folder, sessions, what was decided, and everything that is known of people.</summary>
internal sealed class LastingParts
{
    public LastingParts(EmulatorOptions options, StateFolder state, DisposalStack parts, Func<string> endpointUrl, Func<string> loopbackUrl,
        Func<FunctionsTurn> begin)
    {
        (State, EndpointUrl, LoopbackUrl) = (state, endpointUrl, loopbackUrl);
        Sealer = parts.Push(new SessionSealer(state.SessionKey, options.Ids));
        Sessions = new SessionIssuer(Sealer, options.Ids, options.Time);
        var logger = options.Logging.CreateLogger("Decision");
        var recorder = options.RecordFolder is { } folder
            ? parts.Push(CallRecorder.Open(folder, () => new RecordedRun(options.Time.GetUtcNow(), [.. options.Upstreams.Keys.Order(StringComparer.Ordinal)]), logger))
            : null;
        Decisions = new DecisionLog(logger, recorder is null ? null : recorder.Observe);
        Feed = new DecisionFeed(Decisions, options.Time);
        CognitoStores = parts.Push(new CognitoStores(state.Path));
        CognitoMemory = parts.Push(new CognitoMemory(CognitoStores, state, endpointUrl, options.Ids, options.Time));
        Identities = parts.Push(new IdentityStore(state.Path));
        Objects = parts.Push(new EmbeddedObjects(state.Path, options.Ids, options.Time));
        Usage = parts.Push(new UsageStore(state.Path));
        Discovery = parts.Push(new OpenIdDiscovery(options.Time));
        StandIns = parts.Push(new StandInMemory(options.Ids, options.Time));
        Leases = parts.Push(new Leases(options.Time));
        Events = new EventRunner(parts.Push(new AcceptedEventStore(state.Path)), begin, new EventRunnerParts(options.Ids, options.Time, options.Logging));
    }

    public StateFolder State { get; }

    /// <summary>The address for clients, once the port is open.</summary>
    public Func<string> EndpointUrl { get; }

    /// <summary>The address for the functions, which run beside this process, once the port is open.</summary>
    public Func<string> LoopbackUrl { get; }

    public SessionSealer Sealer { get; }

    public SessionIssuer Sessions { get; }

    public LastUses Uses { get; } = new();

    public DecisionLog Decisions { get; }

    /// <summary>The decisions as they are made, for whoever looks.</summary>
    public DecisionFeed Feed { get; }

    public CognitoStores CognitoStores { get; }

    public CognitoMemory CognitoMemory { get; }

    public IdentityStore Identities { get; }

    /// <summary>The buckets and objects that no other server holds.</summary>
    public EmbeddedObjects Objects { get; }

    public UsageStore Usage { get; }

    public OpenIdDiscovery Discovery { get; }

    /// <summary>What the stand-ins for identity providers know.</summary>
    public StandInMemory StandIns { get; }

    /// <summary>Runs the events that nobody waits for. Whoever ends the functions disposes of it before.</summary>
    public EventRunner Events { get; }

    /// <summary>Who needs this LocalAws.</summary>
    public Leases Leases { get; }
}
