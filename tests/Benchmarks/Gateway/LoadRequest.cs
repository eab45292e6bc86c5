namespace Benchmarks.Gateway;

/// <summary>A request as it goes over the wire.</summary>
/// <param name="Bytes">Head and body.</param>
/// <param name="Status">Which status its answer must have.</param>
internal readonly record struct LoadRequest(byte[] Bytes, int Status = 200);
