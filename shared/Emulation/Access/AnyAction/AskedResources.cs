using Emulation.ServiceReference;
using Iam;
using Sam.Errors;

namespace Emulation.Access.AnyAction;

/// <summary>Reads what somebody asks about: an action and a resource, both checked against what AWS publishes of its services.</summary>
internal sealed class AskedResources(LoadedStacks stacks)
{
    private readonly ResourcesByName declared = new(stacks);

    /// <summary>An action as AWS writes it.</summary>
    /// <exception cref="UsageException">AWS has none of that name.</exception>
    public static ServiceAction Action(string text) => ServiceData.FindAction(text) switch
    {
        null => throw new UsageException(ServiceData.WhyNoAction(text)!),
        { Service: "execute-api" } => throw new UsageException("Who may call a route depends on its authorizer too: 'localaws matrix' tells it."),
        var action when !IsAsked(action) => throw new UsageException($"{action.Name} is called for whom a provider vouches, by no role or user of a template."),
        var action => action,
    };

    /// <summary>Whether callers with credentials of their own ask it: what a token or an assertion asks has none.</summary>
    public static bool IsAsked(ServiceAction action) => action.Name is not ("sts:AssumeRoleWithWebIdentity" or "sts:AssumeRoleWithSAML");

    /// <summary>The resource of an action.</summary>
    /// <param name="action">The action.</param>
    /// <param name="text">A logical id and what follows it, or an ARN; a star in it stands for anything. Null for an action that is on no resource.</param>
    /// <exception cref="UsageException">There is no such resource, or the action is on none like it.</exception>
    public AskedResource Of(ServiceAction action, string? text)
    {
        if (text is null or AskedResource.Any)
        {
            return text is null && action.Targets.Any(static target => target.IsRequired)
                ? throw new UsageException($"{action.Name} is on {Kinds(action)}: say which, by logical id or ARN, or '*' for any.")
                : Anything(text is null ? ResourceShape.Literal(AskedResource.Any) : ShapeOf(AskedResource.Any));
        }

        var asked = text.StartsWith("arn:", StringComparison.Ordinal) ? OfArn(text) : declared.Named(text) ?? throw new UsageException(
            $"No template declares '{text}', and it is no ARN.{(DidYouMean.Closest(text.Split('/', ':')[0], declared.Names) is { } close ? $" Did you mean '{close}'?" : "")}");
        CheckKind(action, asked);
        return asked;
    }

    /// <summary>The declared resources that have a policy.</summary>
    public IEnumerable<AskedResource> Declared => declared.WithPolicies;

    /// <summary>All declared resources.</summary>
    public IEnumerable<AskedResource> All => declared.All;

    /// <summary>A resource as a policy writes it: an ARN, or a star for any.</summary>
    public AskedResource Of(string written) => Arn.TryParse(written, out _) ? OfArn(written)
        : Anything(ShapeOf(AskedResource.Any));

    /// <summary>Whether an action is on resources like this one.</summary>
    public static bool IsOn(ServiceAction action, AskedResource asked) =>
        asked.Text == AskedResource.Any || (!action.Targets.IsEmpty && WhyNotOn(action, asked) is null);

    /// <summary>The ARNs that a text with stars stands for.</summary>
    public static ResourceShape ShapeOf(string arn) => arn.Contains('*', StringComparison.Ordinal)
        ? ResourceShape.Parse(arn.Replace("*", "{any+}", StringComparison.Ordinal)) : ResourceShape.Literal(arn);

    private AskedResource Anything(ResourceShape shape) => new(AskedResource.Any, shape, stacks.Main.AccountId, stacks.Main.Region);

    private AskedResource OfArn(string text)
    {
        if (!Arn.TryParse(text, out var arn))
        {
            throw new UsageException($"'{text}' is no ARN: it has not six parts between colons.");
        }

        return declared.WithArn(text) ?? new AskedResource(
            text, ShapeOf(text), AccountId.TryParse(arn.Account, out var account) ? account : stacks.Main.AccountId,
            arn.Region is { Length: > 0 } region ? region : stacks.Main.Region);
    }

    private static void CheckKind(ServiceAction action, AskedResource asked)
    {
        if (WhyNotOn(action, asked) is { } why)
        {
            throw new UsageException(why);
        }
    }

    /// <summary>Why an action is on no such resource; null when it is.</summary>
    private static string? WhyNotOn(ServiceAction action, AskedResource asked)
    {
        // A star may stand for any part of a name, and a name is of a kind whatever its letters are.
        var arn = asked.Shape.Starred.Replace('*', 'x');
        var kinds = ServiceData.Find(action.Service)!.TypesOf(arn);
        if (action.Targets.IsEmpty)
        {
            return $"{action.Name} is on no resource of its own: leave {asked.Text} out.";
        }

        if (!kinds.IsEmpty && !action.Targets.Any(target => kinds.Contains(target.Type)))
        {
            return $"{action.Name} is on {Kinds(action)}, and {asked.Text} is {WithArticle(kinds[0].Name)}.{Hint(action, asked)}";
        }

        if (kinds.IsEmpty && !Arn.Parse(arn).Service.Equals(ServiceOf(action), StringComparison.Ordinal) && !action.Targets.Any(target => target.Type.Matches(arn) > 0))
        {
            var own = ServiceData.Find(Arn.Parse(arn).Service)?.TypesOf(arn) ?? [];
            return $"{action.Name} is on {Kinds(action)}, and {asked.Text} is {(own is [var kind, ..] ? WithArticle(kind.Name) : "none")}.";
        }

        return null;
    }

    private static string ServiceOf(ServiceAction action) => action.Targets.SelectMany(static target => target.Type.Formats).FirstOrDefault()?.Service ?? action.Service;

    private static string Hint(ServiceAction action, AskedResource asked) =>
        action.Service == "s3" && !asked.Text.Contains('/', StringComparison.Ordinal) && action.Targets.Any(static target => target.Type.Name == "object")
            ? $" Say {asked.Text}/* for its objects." : "";

    private static string Kinds(ServiceAction action) => string.Join(" or ", action.Targets.Select(static target => WithArticle(target.Type.Name)).Distinct());

    private static string WithArticle(string kind) => $"{("aeiou".Contains(kind[0], StringComparison.Ordinal) ? "an" : "a")} {kind}";
}
