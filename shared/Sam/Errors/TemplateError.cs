namespace Sam;

/// <summary>One thing that keeps a template from being loaded, told to the person who edits it.</summary>
/// <param name="At">The line to look at.</param>
/// <param name="Resource">The logical id of the resource, or the name of the section (<c>Parameters</c>) when no resource is at fault.</param>
/// <param name="Property">The path of the property inside the resource, such as <c>Auth.ResourcePolicy</c>; empty when the whole resource is meant.</param>
/// <param name="Message">What is wrong, as a sentence.</param>
/// <param name="Remedy">What to do about it, as a sentence; empty when the message says it.</param>
public sealed record TemplateError(SourceLine At, string Resource, string Property, string Message, string Remedy)
{
    /// <summary>All of it on one line: <c>template.yaml:84 OrdersApi.Auth.ResourcePolicy: message remedy</c>.</summary>
    public override string ToString()
    {
        var where = (Resource.Length, Property.Length) switch
        {
            (0, _) => Property,
            (_, 0) => Resource,
            _ => $"{Resource}.{Property}",
        };
        // Messages in AWS's own words do not always end in a full stop.
        var text = Remedy.Length == 0 ? Message : Message is [.., '.' or ':' or '!'] ? $"{Message} {Remedy}" : $"{Message}. {Remedy}";
        return where.Length == 0 ? $"{At}: {text}" : $"{At} {where}: {text}";
    }
}
