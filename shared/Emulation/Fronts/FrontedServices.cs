using System.Collections.Frozen;
using Emulation.Fronts.Sqs;
using Emulation.Upstreams;

namespace Emulation.Fronts;

/// <summary>The services whose questions are written by hand, each whole.</summary>
internal static class FrontedServices
{
    public static FrozenDictionary<string, FrontedService> ByHand { get; } =
        new FrontedService[] { new SqsService() }.ToFrozenDictionary(static service => service.SigningName, StringComparer.Ordinal);
}
