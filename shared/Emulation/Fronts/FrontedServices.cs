using System.Collections.Frozen;
using Emulation.Fronts.Kinesis;
using Emulation.Fronts.Kms;
using Emulation.Fronts.Logs;
using Emulation.Fronts.Secrets;
using Emulation.Fronts.Sqs;
using Emulation.Fronts.Ssm;
using Emulation.Upstreams;

namespace Emulation.Fronts;

/// <summary>The services whose questions are written by hand, each whole.</summary>
internal static class FrontedServices
{
    public static FrozenDictionary<string, FrontedService> ByHand { get; } = new FrontedService[]
    {
        new KinesisService(),
        new KmsService(),
        new LogsService(),
        new SecretsManagerService(),
        new SqsService(),
        new SsmService(),
    }.ToFrozenDictionary(static service => service.SigningName, StringComparer.Ordinal);
}
