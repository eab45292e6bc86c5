using System.Collections.Immutable;
using Sam;
using Sam.Configuration;

namespace Emulation;

/// <summary>
/// What the SAM CLI's configuration file beside each template says: the region and the stack's name where nobody said another, and
/// values of parameters. A name that several templates share is none.
/// </summary>
internal static class SourceConfiguration
{
    /// <exception cref="TemplateException">A file has errors.</exception>
    /// <exception cref="UsageException">An environment was named, and there is no file that could have it.</exception>
    public static ImmutableArray<TemplateSource> Of(ImmutableArray<TemplateSource> sources, EmulatorOptions options)
    {
        ImmutableArray<SamConfiguration> configurations = [.. sources.Select(source => SamConfiguration.Beside(source.Path, options.ConfigEnvironment))];
        ImmutableArray<TemplateError> errors = [.. configurations.SelectMany(static configuration => configuration.Errors).Distinct()];
        if (!errors.IsEmpty)
        {
            throw new TemplateException(errors);
        }

        if (options.ConfigEnvironment != SamConfiguration.DefaultEnvironment && configurations.All(static configuration => configuration.FilePath is null))
        {
            throw new UsageException($"--config-env {options.ConfigEnvironment}: there is no samconfig.toml beside {sources[0].Path}.");
        }

        return [.. sources.Select((source, index) => source with
        {
            Configuration = configurations[index],
            Region = source.Region ?? options.Region ?? configurations[index].Region,
            Name = source.Name ?? (configurations.Count(other => other.StackName == configurations[index].StackName) == 1 ? configurations[index].StackName : null),
        })];
    }
}
