namespace Benchmarks.Growth;

/// <summary>What one thing costs as something grows.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Points">How much of it there was, and the cost.</param>
internal sealed record Curve(string Name, IReadOnlyList<(double Amount, double Cost)> Points);
