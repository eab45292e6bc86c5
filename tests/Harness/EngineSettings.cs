using System.Collections.Immutable;
using Emulation;
using Emulation.Calls;
using Emulation.Cognito.Federation;
using Emulation.Cognito.Users;
using Emulation.Decisions.Recorded;

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
            RecordFolder = CallRecorder.FolderOf(options.Record, Environment.GetEnvironmentVariable),
            Upstreams = upstreams,
            AllowsUnderived = UnderivedServices.Read(options.AllowUnderived, upstreams),
            ProviderStandIns = AskedStandIns.Read(options.StandIns),
            IssuesAsAws = options.IssuesAsAws,
            EndsSessions = options.EndsSessions,
            IsStrict = options.Strict,
            Troubleshooting = options.Troubleshooter ? Troubleshooting.OfEveryService : Troubleshooting.None,
            AllowsHttp = options.AllowHttp,
            ContextKeys = options.Context.ToImmutableDictionary(),
            Certificate = options.Https ? RunCertificate.Make() : null,
            PasswordIterations = options.DataFolder is null ? Passwords.IterationsOfRun : Passwords.Iterations,
            HasOldFunctionUrls = options.HasOldFunctionUrls,
            Logging = new LineLogging(options.Log),
        };
        return options.MaxEnvironments is { } most ? settings with { MaxEnvironments = most } : settings;
    }

    /// <summary>Builds the functions, and starts.</summary>
    public static async Task<Emulator> StartAsync(EmulatorOptions settings, LoadedStacks stacks, CancellationToken cancellation)
    {
        await FunctionWiring.BuildAsync(settings, stacks, static _ => { }, cancellation).ConfigureAwait(false);
        return await Emulator.StartAsync(settings, stacks, cancellation).ConfigureAwait(false);
    }
}
