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

/// <summary>The services whose questions are written by hand, each whole, but for what AWS has added since.</summary>
internal static class FrontedServices
{
    public static FrozenDictionary<string, FrontedService> ByHand { get; } = new FrontedService[]
    {
        new EmailService(),
        new EventsService(),
        new KinesisService(),
        new KmsService(),
        new LogsService(),
        new MonitoringService(),
        new SecretsManagerService(),
        new SnsService(),
        new SqsService(),
        new SsmService(),
        new StatesService(),
    }.ToFrozenDictionary(static service => service.SigningName, static FrontedService (service) => new CompletedService(service), StringComparer.Ordinal);
}
