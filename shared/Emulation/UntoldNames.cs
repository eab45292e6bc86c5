using System.Collections.Immutable;
using Emulation.Organizations;
using Iam;
using Sam;
using Sam.Policies;

namespace Emulation;

/// <summary>
/// Closes what has a stand-in for a name where a policy decides by names: a Deny for <c>role/guest-*</c> may mean a role that is named by a parameter without a value. What refers
/// to it decides truly, since the reference has the same stand-in.
/// </summary>
internal sealed class UntoldNames
{
    private static readonly string[] KeysOfNames = ["aws:PrincipalArn", "aws:username"];

    private readonly ImmutableArray<Stack> stacks;
    private readonly ImmutableArray<(Policy Policy, Statement Statement, string Text)> texts;

    private UntoldNames(ImmutableArray<Stack> stacks, Organization organization)
    {
        this.stacks = stacks;
        HashSet<string> told = [.. stacks.SelectMany(ArnsOf)];
        texts =
        [
            .. from policy in stacks.SelectMany(PoliciesOf).Concat(organization.Policies)
               from statement in policy.Statements
               from text in TextsOf(statement)
               where !told.Contains(text) && !told.Contains(WholeOf(text))
               select (policy, statement, text),
        ];
    }

    /// <summary>The stacks, with those of their roles, users, functions, tables and other resources closed of which nobody can say whether a policy means them.</summary>
    public static ImmutableArray<Stack> Close(ImmutableArray<Stack> stacks, Organization organization)
    {
        if (stacks.All(static stack => stack.UntoldNames.IsEmpty))
        {
            return stacks;
        }

        var names = new UntoldNames(stacks, organization);
        return [.. stacks.Select(names.Close)];
    }

    private Stack Close(Stack stack)
    {
        var closed = stack.UntoldNames.Select(name => ClosureOf(name, stack.AccountId)).OfType<Closure>().ToDictionary(static closure => closure.Resource, StringComparer.Ordinal);
        var idOf = stack.Groups.ToLookup(static group => group.Name, static group => group.LogicalId, StringComparer.Ordinal);
        return closed.Count == 0 ? stack : stack.With(closed) with
        {
            Roles = [.. stack.Roles.Select(role => closed.TryGetValue(role.LogicalId, out var closure)
                ? role with { Policies = role.Policies.Insert(0, UnknownPolicy.Of(closure, PolicyKind.Identity, role.Name)) } : role)],
            Users = [.. stack.Users.Select(user => user.Groups.Select(group => idOf[group].FirstOrDefault()).Append(user.LogicalId)
                .Select(id => id is null ? null : closed.GetValueOrDefault(id)).FirstOrDefault(static one => one is not null) is { } closure
                ? Close(user, UnknownPolicy.Of(closure, PolicyKind.Identity, user.Name)) : user)],
            Functions = [.. stack.Functions.Select(function => closed.TryGetValue(function.LogicalId, out var closure)
                ? function with { Closed = function.Closed ?? closure } : function)],
            Tables = [.. stack.Tables.Select(table => closed.TryGetValue(table.LogicalId, out var closure)
                ? table with { ResourcePolicy = UnknownPolicy.Of(closure, PolicyKind.Resource, table.TableName) } : table)],
            Queues = [.. stack.Queues.Select(one => Close(one, closed))],
            Topics = [.. stack.Topics.Select(one => Close(one, closed))],
            Buckets = [.. stack.Buckets.Select(one => Close(one, closed))],
            Secrets = [.. stack.Secrets.Select(one => Close(one, closed))],
            ParameterStore = [.. stack.ParameterStore.Select(one => Close(one, closed))],
            EventBuses = [.. stack.EventBuses.Select(one => Close(one, closed))],
            Streams = [.. stack.Streams.Select(one => Close(one, closed))],
            LogGroups = [.. stack.LogGroups.Select(one => Close(one, closed))],
            ResourcePolicies = [.. PoliciesOf(stack, closed)],
        };
    }

    private static T Close<T>(T resource, Dictionary<string, Closure> closed)
        where T : ServiceResource => closed.TryGetValue(resource.LogicalId, out var closure)
        ? resource with { Closed = resource.Closed ?? closure, ResourcePolicy = UnknownPolicy.Of(closure, PolicyKind.Resource, resource.Name) } : resource;

    /// <summary>The policies by ARN: of what is closed the one that refuses everything, be it the only one.</summary>
    private static IEnumerable<ResourcePolicy> PoliciesOf(Stack stack, Dictionary<string, Closure> closed)
    {
        var refusing = stack.ServiceResources.Where(one => closed.ContainsKey(one.LogicalId)).ToDictionary(static one => one.Arn.ToString(), StringComparer.Ordinal);
        return stack.ResourcePolicies.Where(one => !refusing.ContainsKey(one.ResourceArn)).Concat(refusing.Values.Select(one => new ResourcePolicy(
            one.Arn.ToString(), UnknownPolicy.Of(closed[one.LogicalId], PolicyKind.Resource, one.Name), [one.LogicalId], one.Line)));
    }

    private static User Close(User user, Policy unknown) => user with { Policies = user.Policies.Insert(0, unknown), OwnPolicies = user.OwnPolicies.Insert(0, unknown) };

    private Closure? ClosureOf(UntoldName name, AccountId account)
    {
        if (texts.FirstOrDefault(one => MayMean(one.Text, name.Kind)) is { Text: { } text } by)
        {
            return Closed($"'{text}' means it, by which statement {by.Statement.DisplayName} of {by.Policy.Origin.Name} decides");
        }

        // A policy that is attached by name to what no template declares.
        var attached = stacks.Where(stack => stack.AccountId == account).SelectMany(static stack => stack.Attachments)
            .FirstOrDefault(one => one.Name is not null && IsOf(one.Holder, name.Kind) && one.Policy.Statements.Any(static statement => statement.Denies));
        return attached is null ? null : Closed($"it is '{attached.Name}', to which {attached.LogicalId} attaches a policy that denies");

        Closure Closed(string what) => new(name.At, name.LogicalId, name.Property, $"{name.Message} Nobody can say whether {what}.", name.Remedy);
    }

    private static bool IsOf(PolicyHolder holder, NamedKind kind) => (holder, kind) is
        (PolicyHolder.Role, NamedKind.Role) or (PolicyHolder.User, NamedKind.User) or (PolicyHolder.Group, NamedKind.Group);

    /// <summary>What a statement denies by name, or exempts from what it allows.</summary>
    private static IEnumerable<string> TextsOf(Statement statement) =>
    [
        .. statement.Denies || statement.HasNotPrincipal ? statement.PrincipalTexts : [],
        .. statement.Denies || statement.HasNotResource ? statement.ResourceTexts : [],
        .. statement.ConditionTexts
            .Where(condition => KeysOfNames.Contains(condition.Key, StringComparer.OrdinalIgnoreCase)
                && (statement.Denies || condition.Operator.Contains("Not", StringComparison.Ordinal)))
            .SelectMany(static condition => condition.Values.Select(value =>
                condition.Key.EndsWith("name", StringComparison.OrdinalIgnoreCase) ? $"arn:*:iam::*:user/{value}" : value)),
    ];

    private static IEnumerable<string> ArnsOf(Stack stack) =>
    [
        .. stack.Roles.Select(static role => role.Arn.ToString()),
        .. stack.Users.Select(static user => user.Arn.ToString()),
        .. stack.Functions.Select(static function => function.Arn.ToString()),
        .. stack.Tables.Select(static table => table.Arn.ToString()),
        .. stack.ServiceResources.Select(static one => one.Arn.ToString()),
    ];

    private static IEnumerable<Policy> PoliciesOf(Stack stack) => ((IEnumerable<Policy?>)
    [
        .. stack.Roles.SelectMany(static role => role.Policies.Append(role.TrustPolicy)),
        .. stack.Roles.Select(static role => role.Boundary),
        .. stack.Users.SelectMany(static user => user.Policies),
        .. stack.Users.Select(static user => user.Boundary),
        .. stack.Apis.Select(static api => api.ResourcePolicy),
        .. stack.Functions.SelectMany(static function => function.QualifierPolicies.Values),
        .. stack.Functions.Select(static function => function.ResourcePolicy),
        .. stack.Tables.Select(static table => table.ResourcePolicy),
        .. stack.ResourcePolicies.Select(static one => one.Policy),
    ]).OfType<Policy>();

    /// <summary>The function of an alias's ARN, the table of an index's, the bucket of an object's, the group of a log stream's.</summary>
    private static string WholeOf(string arn) => arn.Split(':') switch
    {
        [_, _, "lambda", _, _, "function", _, ..] parts => string.Join(':', parts[..7]),
        [_, _, "dynamodb", _, _, var table, ..] parts when table.Split('/') is ["table", var name, ..] => $"{string.Join(':', parts[..5])}:table/{name}",
        [_, _, "s3", "", "", var path] when path.Contains('/', StringComparison.Ordinal) => arn[..arn.IndexOf('/', StringComparison.Ordinal)],
        [_, _, "logs", _, _, "log-group", _, ..] parts => string.Join(':', parts[..7]),
        _ => arn,
    };

    /// <summary>Whether an ARN, or a pattern of ones, means some things of a kind and not others, so that a name decides.</summary>
    private static bool MayMean(string arn, NamedKind kind)
    {
        var parts = arn.Split(':', 6);
        return parts.Length < 6 ? kind is NamedKind.Role or NamedKind.User && arn != "*" && (parts.Length < 3 || MayBe(parts[2], "iam")) && IsWild(arn)
            : FormsOf(kind).Any(form => MayBe(parts[2], form.Service) && DependsOnName(parts[5], form.Start));
    }

    private static (string Service, string Start)[] FormsOf(NamedKind kind) => kind switch
    {
        NamedKind.Role => [("iam", "role/"), ("sts", "assumed-role/")],
        NamedKind.User => [("iam", "user/")],
        NamedKind.Function => [("lambda", "function:")],
        NamedKind.Table => [("dynamodb", "table/")],
        NamedKind.Queue => [("sqs", "")],
        NamedKind.Topic => [("sns", "")],
        NamedKind.Bucket => [("s3", "")],
        NamedKind.Secret => [("secretsmanager", "secret:")],
        NamedKind.Parameter => [("ssm", "parameter/")],
        NamedKind.EventBus => [("events", "event-bus/")],
        NamedKind.Stream => [("kinesis", "stream/")],
        NamedKind.LogGroup => [("logs", "log-group:")],
        _ => [],
    };

    private static bool MayBe(string pattern, string service) => pattern == service || IsWild(pattern);

    private static bool IsWild(string pattern) => pattern.AsSpan().IndexOfAny('*', '?') >= 0;

    private static bool DependsOnName(string resource, string start)
    {
        if (resource.StartsWith(start, StringComparison.Ordinal))
        {
            return resource[start.Length..] is not ("*" or ['*', ':' or '/', ..]);
        }

        var wild = resource.AsSpan().IndexOfAny('*', '?');
        return resource != "*" && wild >= 0 && start.StartsWith(resource[..wild], StringComparison.Ordinal);
    }
}
