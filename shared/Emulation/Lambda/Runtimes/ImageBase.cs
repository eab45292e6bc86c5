namespace Emulation.Lambda.Runtimes;

/// <summary>What the container image has to be built on for functions that need more than LocalAws's own program: said wherever that is missing.</summary>
internal static class ImageBase
{
    /// <summary>A sentence.</summary>
    /// <param name="needed">What the base has to have.</param>
    /// <param name="image">A base that has it.</param>
    public static string With(string needed, string image) =>
        $"The container image has it when it is built on a base with {needed}: docker build --build-arg BASE={image} --tag localaws .";
}
