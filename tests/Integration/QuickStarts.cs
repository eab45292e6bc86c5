using System.Runtime.CompilerServices;

namespace Integration;

/// <summary>The programs that tests start live for some seconds: like the tests themselves (tests/Directory.Build.props) they do without counting how their code runs.</summary>
internal static class QuickStarts
{
    [ModuleInitializer]
    internal static void Set() => Environment.SetEnvironmentVariable("DOTNET_TieredPGO", Environment.GetEnvironmentVariable("DOTNET_TieredPGO") ?? "0");
}
