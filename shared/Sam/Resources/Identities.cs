using System.Collections.Immutable;
using Iam;
using Sam.Errors;
using Sam.Naming;
using Sam.Policies;

namespace Sam.Resources;

/// <summary>Builds roles and users, with all policies that reach them.</summary>
internal sealed class Identities(ImmutableArray<Resource> resources, PolicyCompiler compiler, string file)
{
    private readonly PolicyAttachments attachments = new(resources, compiler);

    /// <summary>The policies for identities that the template does not declare.</summary>
    public ImmutableArray<PolicyAttachment> Outside => attachments.Outside;

    // By user name: somebody else's group that the user is in.
    private readonly Dictionary<string, Closure> strangers = new(StringComparer.Ordinal);

    public ImmutableArray<Role> Roles() => [.. Of("AWS::IAM::Role").Select(Role).OfType<Role>()];

    public ImmutableArray<User> Users()
    {
        var memberships = Memberships();
        var keys = Of("AWS::IAM::AccessKey").ToLookup(static key => key.Values.Text("UserName") ?? "", StringComparer.Ordinal);
        return [.. Of("AWS::IAM::User").Select(user => User(user, [.. memberships[user.Physical.Name].Distinct()], keys[user.Physical.Name]))];
    }

    public ImmutableArray<Group> Groups() => [.. Of("AWS::IAM::Group").Select(Group)];

    public ImmutableArray<ManagedPolicy> ManagedPolicies() => [.. Of("AWS::IAM::ManagedPolicy").Select(ManagedPolicy).OfType<ManagedPolicy>()];

    private IEnumerable<Resource> Of(string type) => resources.Where(resource => resource.TypeName == type);

    private Role? Role(Resource resource)
    {
        var values = resource.Values;
        var trust = values["AssumeRolePolicyDocument"] is { } document
            ? compiler.Compile(document, PolicyKind.Trust, $"{resource.LogicalId}.AssumeRolePolicyDocument", values.Resource, "AssumeRolePolicyDocument")
            : null;
        var role = new
        {
            Boundary = Boundary(values),
            Seconds = values.Integer("MaxSessionDuration", 3600, 43200) ?? 3600,
            Tags = values.Tags("Tags"),
            // Last, since any of them may close the role.
            Policies = Policies(resource, PolicyHolder.Role),
        };
        return trust is null ? null : new Role
        {
            LogicalId = resource.LogicalId,
            Name = resource.Physical.Name,
            Path = resource.Physical.Path,
            Arn = Arn.Parse(resource.Physical.IamArn("role")),
            UniqueId = DerivedId.Unique(resource.Physical.Stack, resource.LogicalId, "AROA"),
            TrustPolicy = trust,
            Policies = role.Policies,
            Boundary = role.Boundary,
            MaxSessionDuration = TimeSpan.FromSeconds(role.Seconds),
            Tags = role.Tags,
            Description = values.Prose("Description"),
            Line = new SourceLine(file, resource.Declaration.Line),
        };
    }

    private Group Group(Resource resource) => new()
    {
        LogicalId = resource.LogicalId,
        Name = resource.Physical.Name,
        Path = resource.Physical.Path,
        UniqueId = DerivedId.Unique(resource.Physical.Stack, resource.LogicalId, "AGPA"),
        Policies = Policies(resource, PolicyHolder.Group),
        Line = new SourceLine(file, resource.Declaration.Line),
    };

    private ManagedPolicy? ManagedPolicy(Resource resource)
    {
        var arn = resource.Physical.IamArn("policy");
        var document = resource.Values["PolicyDocument"] is { } written
            ? compiler.Compile(written, PolicyKind.Identity, resource.Physical.Name, resource.LogicalId, "PolicyDocument", arn)
            : null;
        return document is null ? null : new ManagedPolicy
        {
            LogicalId = resource.LogicalId,
            Name = resource.Physical.Name,
            Path = resource.Physical.Path,
            UniqueId = DerivedId.Unique(resource.Physical.Stack, resource.LogicalId, "ANPA"),
            Document = document,
            Description = resource.Values.Prose("Description"),
            Tags = resource.Values.Tags("Tags"),
            Line = new SourceLine(file, resource.Declaration.Line),
        };
    }

    private User User(Resource resource, ImmutableArray<Resource> groups, IEnumerable<Resource> keys)
    {
        var (boundary, tags) = (Boundary(resource.Values), resource.Values.Tags("Tags"));
        // Last, since any of them may close the user.
        var own = Policies(resource, PolicyHolder.User);
        if (strangers.TryGetValue(resource.Physical.Name, out var stranger))
        {
            own = own.Add(UnknownPolicy.Of(stranger, PolicyKind.Identity, stranger.Property));
        }

        return new()
        {
            LogicalId = resource.LogicalId,
            Name = resource.Physical.Name,
            Path = resource.Physical.Path,
            Arn = Arn.Parse(resource.Physical.IamArn("user")),
            UniqueId = DerivedId.Unique(resource.Physical.Stack, resource.LogicalId, "AIDA"),
            Policies = [.. own, .. groups.SelectMany(group => Policies(group, PolicyHolder.Group))],
            OwnPolicies = own,
            Groups = [.. groups.Select(static group => group.Physical.Name)],
            Boundary = boundary,
            Tags = tags,
            AccessKeys =
            [
                .. keys.Select(key => new AccessKey(
                    key.LogicalId, DerivedId.AccessKey(key.Physical.Stack, key.LogicalId), key.Values.Text("Status") is null or "Active" && key.Values.ClosureOf() is null,
                    new SourceLine(file, key.Declaration.Line))),
            ],
            Line = new SourceLine(file, resource.Declaration.Line),
        };
    }

    // A name that cannot be told takes nothing from what the policy says; a policy that cannot be told may deny anything.
    private List<Policy> Inline(Values values)
    {
        var known = values.Each("Policies")
            .Select((policy, index) => policy["PolicyDocument"] is { } document
                && (policy.Text("PolicyName") ?? (policy.IsUnknown("PolicyName") ? $"Policies[{index}]" : null)) is { } name
                ? compiler.Compile(document, PolicyKind.Identity, name, values.Resource, $"Policies[{index}].PolicyDocument")
                : null)
            .OfType<Policy>()
            .ToList();
        if (values.ClosureOf("Policies") is { } closure && (values.IsUnknown("Policies") || IsBeside(closure.Property)))
        {
            known.Add(UnknownPolicy.Of(closure, PolicyKind.Identity, "Policies"));
        }

        return known;
    }

    // What is not known of a document is told with its statement; what is not known beside it may change what it does.
    private static bool IsBeside(string property) =>
        property.Contains("].", StringComparison.Ordinal) && !property.Contains("PolicyDocument", StringComparison.Ordinal)
        && !property.EndsWith(".PolicyName", StringComparison.Ordinal);

    private ImmutableArray<Policy> Policies(Resource resource, PolicyHolder kind)
    {
        var values = resource.Values;
        var inline = Inline(values);
        var quota = kind switch { PolicyHolder.Role => PolicyQuota.InlineOfRole, PolicyHolder.User => PolicyQuota.InlineOfUser, _ => PolicyQuota.InlineOfGroup };
        compiler.CheckTotal(inline, quota, values.LineOf("Policies"), values.Resource, "Policies");
        ImmutableArray<Policy> known =
        [
            .. inline,
            .. attachments.Of(kind, resource.Physical.Name),
            .. attachments.Named(values, "ManagedPolicyArns", PolicyKind.Identity, IsGenerated(resource) ? "Policies" : null),
        ];
        // What closes a function says nothing of its generated role.
        return !IsGenerated(resource) && values.ClosureOf() is { } closure
            ? known.Insert(0, UnknownPolicy.Of(closure, PolicyKind.Identity, resource.Physical.Name)) : known;
    }

    private static bool IsGenerated(Resource resource) => resource.Declaration.GeneratedFor is not null;

    private Policy? Boundary(Values values) => attachments.Named(values, "PermissionsBoundary", PolicyKind.Boundary).FirstOrDefault();

    // By user name: the groups that the user lists, and those that list the user.
    private ILookup<string, Resource> Memberships()
    {
        var groups = Of("AWS::IAM::Group").ToDictionary(static group => group.Physical.Name, StringComparer.Ordinal);
        var additions = Of("AWS::IAM::UserToGroupAddition")
            .Select(static addition => (By: addition, Groups: addition.Values.Texts("GroupName"), Users: addition.Values.Texts("Users")))
            .ToList();
        var pairs = Of("AWS::IAM::User")
            .SelectMany(static user => user.Values.Texts("Groups").Select(group => (User: user.Physical.Name, Group: group, By: user, Property: "Groups")))
            .Concat(additions.Where(static one => one.By.Values.ClosureOf() is null).SelectMany(static one =>
                one.Groups.SelectMany(group => one.Users.Select(user => (User: user.Text, Group: group, one.By, Property: "GroupName")))))
            .ToList();
        foreach (var (by, _, users) in additions)
        {
            // Whoever may be added to a group may be denied what the group is.
            if (by.Values.ClosureOf() is { } closure)
            {
                foreach (var user in by.Values.IsUnknown("Users") ? Of("AWS::IAM::User").Select(static one => one.Physical.Name) : users.Select(static one => one.Text))
                {
                    strangers.TryAdd(user, closure);
                }
            }
        }

        foreach (var (user, group, by, property) in pairs.Where(pair => !groups.ContainsKey(pair.Group.Text)))
        {
            strangers[user] = by.Values.Close(
                group, property, $"The template declares no group named '{group.Text}', so nobody can say what its policies deny.",
                DidYouMean.Hint(group.Text, groups.Keys) ?? "Refer to a group of the template with !Ref.");
        }

        return pairs.Where(pair => groups.ContainsKey(pair.Group.Text)).ToLookup(static pair => pair.User, pair => groups[pair.Group.Text], StringComparer.Ordinal);
    }
}
