namespace Emulation.ServiceReference.Questions;

/// <summary>
/// Names with a revision behind them, <c>pack:3</c>: of a task definition of Amazon ECS and a job definition of AWS Batch. Amazon ECS API Reference, RunTask, "taskDefinition"; AWS
/// Batch API Reference, SubmitJob, "jobDefinition".
/// </summary>
internal static class RevisedNames
{
    private static readonly (string Service, string Name, string Revision)[] All =
    [
        ("batch", "JobDefinitionName", "Revision"),
        ("ecs", "TaskDefinitionFamilyName", "TaskDefinitionRevisionNumber"),
    ];

    /// <summary>What a name says of a part of an ARN with a revision: nothing of the revision where it has none. Null of another form, and of what is no such name.</summary>
    public static RevisedPart? Read(ArnFormat format, string variable, string? text)
    {
        var known = All.FirstOrDefault(one => one.Service == format.Service && format.Variables.Contains(one.Revision));
        if (text is null || known.Name is not { } name || text.Contains('/', StringComparison.Ordinal))
        {
            return null;
        }

        return text.Split(':') switch
        {
            [{ Length: > 0 } plain] when variable == name => new RevisedPart(plain),
            [{ Length: > 0 }] when variable == known.Revision => new RevisedPart(null),
            [{ Length: > 0 } own, var revision] when IsRevision(revision) => new RevisedPart(variable == name ? own : revision),
            _ => null,
        };
    }

    /// <summary>
    /// Whether a call that names a job definition so means none of this form: of AWS Batch a name with a revision and one without are resources of two types, and policies see the
    /// one that is named.
    /// </summary>
    public static bool AreOfAnother(ArnFormat format, IReadOnlyCollection<string?> texts) =>
        format.Service == "batch" && format.Variables.Contains("JobDefinitionName") && texts.Count > 0
            && texts.All(text => text is not null && IsRevision(text.Split('/')[^1].Split(':') is [_, var last] ? last : "") != format.Variables.Contains("Revision"));

    private static bool IsRevision(string text) => text.Length is > 0 and < 10 && text.All(char.IsAsciiDigit);
}

/// <summary>A part of an ARN as a name says it.</summary>
/// <param name="Text">Null where the name leaves it open.</param>
internal readonly record struct RevisedPart(string? Text);
