namespace Emulation.Sts;

/// <summary>How long sessions may last, in seconds. AWS Security Token Service API Reference, AssumeRole and GetSessionToken, "DurationSeconds".</summary>
internal static class StsDurations
{
    public const int Shortest = 900;
    public const int LongestAssumedRole = 43_200;
    public const int LongestUserSession = 129_600;
    public const int DefaultAssumedRole = 3_600;
    public const int DefaultUserSession = 43_200;

    /// <summary>A role assumed with another role's session lasts an hour at most.</summary>
    public const int LongestChained = 3_600;
}
