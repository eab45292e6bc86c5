using BenchmarkDotNet.Attributes;
using Benchmarks.Ratios;

namespace Benchmarks.Suites;

/// <summary>Signing and verifying, with AWSSDK.Core's signer and the bare crypto beside them.</summary>
[MemoryDiagnoser]
public class Signatures
{
    private readonly SampleRequest sample = new();
    private readonly SdkSigner sdk = new(new SampleRequest());

    [Benchmark(Baseline = true)]
    public void Crypto() => sample.Floor();

    [Benchmark]
    public object Sign() => sample.Sign();

    [Benchmark]
    public bool Verify() => sample.Verify().IsValid;

    [Benchmark]
    public object AwsSdkSign() => sdk.Sign();
}
