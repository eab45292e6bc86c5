using System.Collections.Frozen;
using Emulation.Fronts.Email;
using Emulation.Fronts.Events;
using Emulation.Fronts.Monitoring;
using Emulation.Fronts.Sns;
using Emulation.Fronts.Sqs;
using Emulation.Fronts.States;
using Emulation.Upstreams;

namespace Emulation.Fronts;

/// <summary>The services whose questions are written by hand, each whole.</summary>
internal static class FrontedServices
{
    public static FrozenDictionary<string, FrontedService> ByHand { get; } =
        new FrontedService[] { new EmailService(), new EventsService(), new MonitoringService(), new SnsService(), new SqsService(), new StatesService() }
        .ToFrozenDictionary(static service => service.SigningName, StringComparer.Ordinal);
}
