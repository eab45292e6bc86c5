using System.Collections.Immutable;
using Emulation.Lambda.Runtimes;
using Emulation.Organizations;
using Sam;

namespace Emulation;

/// <summary>The stacks of all templates: the main one, whose APIs and functions run, and those of further accounts; and their organisation.</summary>
internal sealed record LoadedStacks(Stack Main, ImmutableArray<Stack> All, Organization Organization)
{
    /// <summary>The folder of the main template.</summary>
    public string Folder => Path.GetDirectoryName(Main.TemplatePath)!;

    /// <summary>Loads every template.</summary>
    /// <exception cref="TemplateException">At least one has errors; all of them are in it.</exception>
    /// <exception cref="UsageException">The organisation's file has errors, or two templates are of the account whose APIs run.</exception>
    public static LoadedStacks Load(EmulatorOptions options)
    {
        CheckAccounts(options.Templates);
        var errors = ImmutableArray.CreateBuilder<TemplateError>();
        var stacks = ImmutableArray.CreateBuilder<Stack>();
        foreach (var source in options.Templates)
        {
            var result = TemplateLoader.Load(
                source.Path,
                new StackOptions(source.AccountId, options.Region, options.StackName, stacks.Count == 0 ? options.Parameters : null));
            errors.AddRange(result.Errors);
            if (result.Stack is not null)
            {
                stacks.Add(WithUrls(WithRuntimes(result.Stack, options), options));
            }
        }

        if (options.IsStrict)
        {
            errors.AddRange(stacks.SelectMany(static stack => stack.Closures).Select(static closure =>
                new TemplateError(closure.At, closure.Resource, closure.Property, closure.Message, closure.Remedy)));
        }

        return errors.Count == 0
            ? new LoadedStacks(stacks[0], stacks.ToImmutable(), options.OrganizationFile is { } file ? Organization.Load(file) : Organization.None)
            : throw new TemplateException(errors.ToImmutable());
    }

    /// <summary>What is closed, in the order of the templates and their lines.</summary>
    public ImmutableArray<Closure> Closures => [.. All.SelectMany(static stack => stack.Closures)];

    /// <summary>What the templates ask for and LocalAws leaves undone, a line each.</summary>
    public IEnumerable<string> Notices =>
    [
        .. Main.Notices.Select(static notice => notice.ToString()),
        .. All.Where(stack => stack != Main && stack.AllApis.Any()).Select(static stack => new TemplateNotice(
            stack.AllApis.First().Line,
            stack.AllApis.First().LogicalId,
            $"LocalAws does not serve the APIs of account {stack.AccountId}: of another account's template its users and roles count.").ToString()),
    ];

    /// <summary>The stack, with those of its functions closed that nothing here can run.</summary>
    private static Stack WithRuntimes(Stack stack, EmulatorOptions options)
    {
        var closed = FunctionWiring.Deployed(options, stack.Functions)
            .Where(static deployed => deployed.Function.Closed is null)
            .Select(static deployed => LambdaRuntimes.Served.ClosureOf(deployed))
            .OfType<Closure>()
            .ToDictionary(static closure => closure.Resource, StringComparer.Ordinal);
        return closed.Count == 0 ? stack : stack with
        {
            Functions = [.. stack.Functions.Select(function => closed.TryGetValue(function.LogicalId, out var closure) ? function with { Closed = closure } : function)],
            Closures = [.. stack.Closures.Concat(closed.Values).OrderBy(static closure => closure.At.Line)],
            Elements = [.. stack.Elements.SelectMany(element => element.Closure is null && closed.TryGetValue(element.LogicalId, out var closure)
                ? [element, element with { Word = ElementWord.Closed, Closure = closure }]
                : (TemplateElement[])[element])],
        };
    }

    private static Stack WithUrls(Stack stack, EmulatorOptions options) =>
        options.HasOldFunctionUrls ? stack with { FunctionUrls = [.. stack.FunctionUrls.Select(static url => url with { NeedsInvokeFunction = false })] } : stack;

    /// <summary>One template's APIs run. A second one of the account would be missing from them, from the routes and from the access matrix, without a word.</summary>
    private static void CheckAccounts(ImmutableArray<TemplateSource> templates)
    {
        if (templates.Skip(1).FirstOrDefault(further => further.AccountId == templates[0].AccountId) is { } second)
        {
            throw new UsageException(
                $"{templates[0].Path} and {second.Path} are both of account {second.AccountId}, and LocalAws serves one template of an account: "
                + $"the APIs of {second.Path} would be missing from the routes and from the access matrix. "
                + $"Name one of them, or give the other's account if its users and roles are of another one: {second.Path}@444455556666.");
        }
    }
}

/// <summary>Templates that LocalAws does not run, with every error found.</summary>
internal sealed class TemplateException(ImmutableArray<TemplateError> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    public ImmutableArray<TemplateError> Errors { get; } = errors;
}
