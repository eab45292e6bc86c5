using System.Collections.Frozen;
using Emulation.Fronts.Email;
using Emulation.Fronts.Events;
using Emulation.Fronts.Kinesis;
using Emulation.Fronts.Kms;
using Emulation.Fronts.Logs;
using Emulation.Fronts.Monitoring;
using Emulation.Fronts.Secrets;
using Emulation.Fronts.Sns;
using Emulation.Fronts.Sqs;
using Emulation.Fronts.Ssm;
using Emulation.Fronts.States;
using Emulation.Upstreams;

namespace Emulation.Fronts;

/// <summary>The services whose questions are written by hand, each whole, but for what AWS has added since. One is made when it is first asked for.</summary>
internal static class FrontedServices
{
    private static readonly FrozenDictionary<string, Lazy<FrontedService>> Made = new Dictionary<string, Func<FrontedService>>(StringComparer.Ordinal)
    {
        ["ses"] = static () => new EmailService(),
        ["events"] = static () => new EventsService(),
        ["kinesis"] = static () => new KinesisService(),
        [LocalDataKeys.Service] = static () => new KmsService(),
        ["logs"] = static () => new LogsService(),
        ["monitoring"] = static () => new MonitoringService(),
        [SecretsManagerService.Name] = static () => new SecretsManagerService(),
        ["sns"] = static () => new SnsService(),
        ["sqs"] = static () => new SqsService(),
        ["ssm"] = static () => new SsmService(),
        ["states"] = static () => new StatesService(),
    }.ToFrozenDictionary(
        static pair => pair.Key, static pair => new Lazy<FrontedService>(() => new CompletedService(pair.Value())), StringComparer.Ordinal);

    /// <summary>The names that signatures give them.</summary>
    public static IReadOnlyList<string> Names => Made.Keys;

    /// <summary>A service by its name in signatures; null where none of that name is written by hand.</summary>
    public static FrontedService? Find(string signingName) => Made.TryGetValue(signingName, out var service) ? service.Value : null;

    /// <summary>Whether there is one.</summary>
    public static bool Has(string signingName) => Made.ContainsKey(signingName);
}
