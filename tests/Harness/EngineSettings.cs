using System.Collections.Immutable;
using Emulation;

namespace Harness;

/// <summary>What the options of a test mean to LocalAws.</summary>
internal static class EngineSettings
{
    /// <summary>The engine's options for those of a test.</summary>
    public static EmulatorOptions Of(LocalAwsOptions options)
    {
        var upstreams = UpstreamEndpoint.ParseAll(options.Upstreams.Select(static upstream => $"{upstream.Key}={upstream.Value.AbsoluteUri}"), Environment.GetEnvironmentVariable);
        var settings = new EmulatorOptions
        {
            Templates =
            [
                TemplateSource.Parse(SourceFolder.Template(options.Template ?? "template.yaml")),
                .. options.FurtherTemplates.Select(static further => TemplateSource.Parse(SourceFolder.Template(further))),
            ],
            Parameters = options.Parameters.ToImmutableDictionary(),
            Imports = options.Imports.ToImmutableDictionary(),
            Port = 0,
            BuildFolder = options.BuildFolder,
            Upstreams = upstreams,
            AllowsUnderived = UnderivedServices.Read(options.AllowUnderived, upstreams),
            IssuesAsAws = options.IssuesAsAws,
            EndsSessions = options.EndsSessions,
            IsStrict = options.Strict,
            AllowsHttp = options.AllowHttp,
            ContextKeys = options.Context.ToImmutableDictionary(),
            Certificate = options.Https ? RunCertificate.Make() : null,
            HasOldFunctionUrls = options.HasOldFunctionUrls,
            Logging = new LineLogging(options.Log),
        };
        return options.MaxEnvironments is { } most ? settings with { MaxEnvironments = most } : settings;
    }
}
