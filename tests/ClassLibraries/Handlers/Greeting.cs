namespace Sample;

/// <summary>Where a debugger stops.</summary>
public static class Greeting
{
    /// <summary>Greets somebody.</summary>
    public static string Of(string name)
    {
        var greeting = "hello " + name;
        var folder = Path.GetTempPath();
        Console.WriteLine($"{greeting} from {folder}");
        return greeting;
    }
}
