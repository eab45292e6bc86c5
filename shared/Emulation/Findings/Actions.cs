namespace Emulation.Findings;

/// <summary>The actions that the rules ask about.</summary>
internal static class Actions
{
    public const string AssumeRole = "sts:AssumeRole";
    public const string PassRole = "iam:PassRole";
}
