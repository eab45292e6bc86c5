using Sam;

namespace Emulation.Findings.Rules;

internal sealed class SilentBucket() : DeliveryRule(
    "LA202", "bucket that may not tell of its objects", "S3 refuses the configuration: Unable to validate the following destination configurations.",
    DeliveryKind.BucketNotification);
