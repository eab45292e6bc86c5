using Harness;

namespace Cycles;

/// <summary>A test runner in the middle of its work: LocalAws is up, and a function hangs.</summary>
internal static class Hold
{
    public static async Task<int> RunAsync()
    {
        await using var aws = await LocalAws.StartAsync(new LocalAwsOptions { Template = "greeting.yaml", Log = Say });
        Console.WriteLine($"port {aws.EndpointUrl.Port}");
        Console.WriteLine($"folder {Path.GetDirectoryName(aws.ConfigFile)}");
        await aws.As("CallerRole").GetAsync("GreetingApi", "/hang");
        return 1;
    }

    /// <summary>The function prints the ids of its process and of one that this started.</summary>
    private static void Say(string line)
    {
        if (line.Contains("hangs as ", StringComparison.Ordinal))
        {
            var ids = line[(line.IndexOf("hangs as ", StringComparison.Ordinal) + 9)..].Trim().Split(' ');
            Console.WriteLine($"child {ids[1]}");
            Console.WriteLine($"function {ids[0]}");
        }
    }
}
