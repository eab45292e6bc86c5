using Emulation.Lambda.Runtimes;

namespace Emulation.Lambda.Sources;

/// <summary>A layer that is on this machine: its folder, or what makes that.</summary>
/// <param name="Folder">The folder that on Lambda is a part of <c>/opt</c>; empty where <paramref name="Project"/> makes it.</param>
/// <param name="Project">What makes the folder; null when it is there.</param>
internal sealed record LayerSource(string Folder, IFunctionProject? Project);
