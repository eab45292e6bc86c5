using System.ComponentModel.DataAnnotations;

namespace Orders.Resuming;

/// <summary>Configuration section <c>Resuming</c>.</summary>
internal sealed class ResumingOptions : IValidatableObject
{
    /// <summary>How old an unfinished order must be: longer than a request takes, so that it is likely that nobody works on it.</summary>
    public TimeSpan MinimumAge { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause between two rounds.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MinimumAge < TimeSpan.Zero || Interval <= TimeSpan.Zero || Interval > TimeSpan.FromDays(1))
        {
            yield return new("Resuming:MinimumAge must not be negative, and Resuming:Interval must be above zero and at most a day.");
        }
    }
}
