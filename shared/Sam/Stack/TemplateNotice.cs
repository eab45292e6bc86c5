namespace Sam;

/// <summary>Something in a template that LocalAws leaves undone, and that is no error: nobody gets in by it.</summary>
/// <param name="At">The line to look at.</param>
/// <param name="Resource">The logical id of the resource.</param>
/// <param name="Message">What is not done, and what to do instead, as a sentence.</param>
public sealed record TemplateNotice(SourceLine At, string Resource, string Message)
{
    /// <summary>All of it on one line.</summary>
    public override string ToString() => Resource.Length == 0 ? $"{At}: {Message}" : $"{At} {Resource}: {Message}";
}
