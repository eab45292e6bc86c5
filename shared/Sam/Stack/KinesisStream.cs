namespace Sam;

/// <summary>A data stream of Kinesis.</summary>
/// <param name="Identity">How it is called, and where it is declared.</param>
public sealed record KinesisStream(ResourceIdentity Identity) : ServiceResource(Identity);
