using BenchmarkDotNet.Attributes;
using Benchmarks.Ratios;
using Iam;

namespace Benchmarks.Suites;

/// <summary>Policy decisions.</summary>
[MemoryDiagnoser]
public class Decisions
{
    private readonly PolicySample policies = new();

    [Benchmark]
    public Verdict Decide() => policies.Decide().Verdict;
}
