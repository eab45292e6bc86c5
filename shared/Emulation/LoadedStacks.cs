using System.Collections.Immutable;
using Emulation.Lambda.Runtimes;
using Emulation.Lambda.Sources;
using Emulation.Organizations;
using Iam;
using Sam;

namespace Emulation;

/// <summary>The stacks of all templates, and their organisation.</summary>
/// <param name="Main">The first one: its account and region are meant where nothing else is said.</param>
/// <param name="All">Every stack, in the order of the templates.</param>
/// <param name="Organization">The accounts' organisation.</param>
internal sealed record LoadedStacks(Stack Main, ImmutableArray<Stack> All, Organization Organization)
{
    /// <summary>Condition keys of every request.</summary>
    public ImmutableDictionary<string, string> ContextKeys { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The folder of the first template, or the one that was named in its place: the state folder is inside.</summary>
    public string Folder { get => field ?? SamBuild.ProjectOf(Path.GetDirectoryName(Main.TemplatePath)!); init; }

    /// <summary>The absolute paths of all files that the stacks were read from.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>Whether there is more than one stack, so that their names tell something.</summary>
    public bool AreSeveral => All.Length > 1;

    /// <summary>What they were loaded from, in words: the template's file, or how many stacks there are.</summary>
    public string Title => AreSeveral ? $"{All.Length} stacks ({string.Join(", ", All.Select(NameOf))})" : Path.GetFileName(Main.TemplatePath);

    /// <summary>
    /// The resources of all stacks as if one had them, for whoever finds them by ids that are unique on AWS. Logical ids are not: what goes by those asks the stack.
    /// </summary>
    public Stack Together => !AreSeveral ? Main : Main with
    {
        Apis = [.. All.SelectMany(static stack => stack.Apis)],
        HttpApis = [.. All.SelectMany(static stack => stack.HttpApis)],
        WebSocketApis = [.. All.SelectMany(static stack => stack.WebSocketApis)],
        FunctionUrls = [.. All.SelectMany(static stack => stack.FunctionUrls)],
        Domains = [.. All.SelectMany(static stack => stack.Domains)],
        UserPools = [.. All.SelectMany(static stack => stack.UserPools).OrderBy(static part => part.Kind == UserPoolResourceKind.Pool ? 0 : 1)],
        IdentityPools = [.. All.SelectMany(static stack => stack.IdentityPools).OrderBy(static part => part.Kind)],
        Functions = [.. All.SelectMany(static stack => stack.Functions)],
        Roles = [.. All.SelectMany(static stack => stack.Roles)],
        Users = [.. All.SelectMany(static stack => stack.Users)],
        ApiKeys = [.. All.SelectMany(static stack => stack.ApiKeys).DistinctBy(static key => key.KeyId)],
        Tables = [.. All.SelectMany(static stack => stack.Tables)],
        Queues = [.. All.SelectMany(static stack => stack.Queues)],
        Topics = [.. All.SelectMany(static stack => stack.Topics)],
        Buckets = [.. All.SelectMany(static stack => stack.Buckets)],
        Secrets = [.. All.SelectMany(static stack => stack.Secrets)],
        ParameterStore = [.. All.SelectMany(static stack => stack.ParameterStore)],
        Keys = [.. All.SelectMany(static stack => stack.Keys)],
        KeyAliases = [.. All.SelectMany(static stack => stack.KeyAliases)],
        EventBuses = [.. All.SelectMany(static stack => stack.EventBuses)],
        EventRules = [.. All.SelectMany(static stack => stack.EventRules)],
        StateMachines = [.. All.SelectMany(static stack => stack.StateMachines)],
        Streams = [.. All.SelectMany(static stack => stack.Streams)],
        LogGroups = [.. All.SelectMany(static stack => stack.LogGroups)],
        EmailIdentities = [.. All.SelectMany(static stack => stack.EmailIdentities)],
        ResourcePolicies = [.. All.SelectMany(static stack => stack.ResourcePolicies).DistinctBy(static policy => policy.ResourceArn)],
    };

    /// <summary>Loads every template.</summary>
    /// <exception cref="TemplateException">At least one has errors; all of them are in it.</exception>
    /// <exception cref="UsageException">The organisation's file has errors, a folder has no template, or two stacks have one name.</exception>
    public static LoadedStacks Load(EmulatorOptions options)
    {
        var sources = StackNaming.Name(SourceConfiguration.Of(TemplateFolders.Expand(options.Templates), options), options.StackName,
            options.Region ?? EmulatorOptions.DefaultRegion);
        var (all, files) = StackLoading.Load(options, sources);
        var named = new LoadedStacks(all[0], all, Organization.None);
        var organization = options.OrganizationFile is { } file ? Organization.Load(file) : Organization.None;
        var stacks = UntoldNames.Close(
            [.. all.Select(stack => WithUrls(WithRuntimes(stack, options, named), options))], organization);
        if (options.IsStrict && stacks.Any(static stack => !stack.Closures.IsEmpty))
        {
            throw new TemplateException([.. stacks.SelectMany(static stack => stack.Closures).Select(static closure =>
                new TemplateError(closure.At, closure.Resource, closure.Property, closure.Message, closure.Remedy))]);
        }

        return new LoadedStacks(stacks[0], stacks, organization)
        {
            ContextKeys = options.ContextKeys,
            Files = files,
            Folder = sources[0].Folder ?? SamBuild.ProjectOf(Path.GetDirectoryName(stacks[0].TemplatePath)!),
        };
    }

    /// <summary>
    /// What templates say of who may use resources of other services, by ARN: those that a template declares, and others. Statements of several stacks on one event bus, or on
    /// the log groups of an account, stand beside each other; of any other resource one stack alone has the policy (<see cref="MadeTwice"/>).
    /// </summary>
    public IReadOnlyDictionary<string, Policy> ResourcePolicies => JoinedPolicies.Of(All);

    /// <summary>What is closed, in the order of the templates and their lines.</summary>
    public ImmutableArray<Closure> Closures => [.. All.SelectMany(static stack => stack.Closures)];

    /// <summary>What the templates ask for and LocalAws leaves undone, a line each.</summary>
    public IEnumerable<string> Notices => All.SelectMany(static stack => stack.Notices).Select(static notice => notice.ToString());

    /// <summary>An API's logical id, after its stack's name where several stacks have APIs.</summary>
    public string ApiNameOf(Stack stack, Api api) =>
        AreSeveral && All.Count(static one => one.AllApis.Any()) > 1 ? $"{NameOf(stack)}/{api.LogicalId}" : api.LogicalId;

    /// <summary>A stack's name, with its account where another account's stack has the same.</summary>
    public string NameOf(Stack stack) =>
        All.Count(one => one.Name == stack.Name) > 1 ? $"{stack.Name}@{stack.AccountId}" : stack.Name;

    /// <summary>The stack, with those of its functions closed that nothing here can run.</summary>
    private static Stack WithRuntimes(Stack stack, EmulatorOptions options, LoadedStacks stacks)
    {
        var closed = FunctionWiring.Deployed(options, stacks, stack, stack.Functions)
            .Where(static deployed => deployed.Function.Closed is null)
            .Select(static deployed => LambdaRuntimes.Served.ClosureOf(deployed))
            .OfType<Closure>()
            .ToDictionary(static closure => closure.Resource, StringComparer.Ordinal);
        return closed.Count == 0 ? stack : stack.With(closed) with
        {
            Functions = [.. stack.Functions.Select(function => closed.TryGetValue(function.LogicalId, out var closure) ? function with { Closed = closure } : function)],
        };
    }

    private static Stack WithUrls(Stack stack, EmulatorOptions options) =>
        options.HasOldFunctionUrls ? stack with { FunctionUrls = [.. stack.FunctionUrls.Select(static url => url with { NeedsInvokeFunction = false })] } : stack;
}

/// <summary>Templates that LocalAws does not run, with every error found.</summary>
internal sealed class TemplateException(ImmutableArray<TemplateError> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    public ImmutableArray<TemplateError> Errors { get; } = errors;

    /// <summary>The absolute paths of the files that were read until then.</summary>
    public ImmutableArray<string> Files { get; init; } = [];
}
