using Testcontainers.LocalAws;

namespace Cycles;

/// <summary>A test runner in the middle of its work, with LocalAws in a container.</summary>
internal static class HoldContainer
{
    public static async Task<int> RunAsync(string image, string template, string function)
    {
        await using var aws = new LocalAwsBuilder(image).WithTemplate(template).WithFunction("Function", function).Build();
        await aws.StartAsync();
        Console.WriteLine($"container {aws.Id}");
        await Task.Delay(Timeout.Infinite);
        return 1;
    }
}
