namespace Sam.Nested;

/// <summary>Counts the templates that a template nests, at all levels together: a few files that nest each other often are more than any machine can hold.</summary>
internal sealed class NestedCount
{
    /// <summary>"Nested stacks: 500", CloudFormation's quota for what one operation changes.</summary>
    public const int Most = 500;

    private int count;

    /// <summary>Whether one more is taken.</summary>
    public bool Takes() => ++count <= Most;
}
