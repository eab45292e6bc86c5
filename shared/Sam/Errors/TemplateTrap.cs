namespace Sam;

/// <summary>Something in a template that does not do what its author most likely thinks.</summary>
/// <param name="Name">What kind of trap, such as <c>integration-as-caller</c>.</param>
/// <param name="At">The line to look at.</param>
/// <param name="Resource">The logical id of the resource.</param>
/// <param name="Message">What it does, as a sentence.</param>
/// <param name="Remedy">What to do about it, as a sentence.</param>
public sealed record TemplateTrap(string Name, SourceLine At, string Resource, string Message, string Remedy);
