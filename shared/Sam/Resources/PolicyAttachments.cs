using System.Collections.Frozen;
using System.Collections.Immutable;
using Iam;
using Sam.Documents;
using Sam.Errors;
using Sam.Policies;

namespace Sam.Resources;

/// <summary>
/// The policies of a template that are resources of their own, and whom they are attached to: <c>AWS::IAM::Policy</c>,
/// <c>AWS::IAM::ManagedPolicy</c> and their kin.
/// </summary>
internal sealed class PolicyAttachments
{
    private readonly Dictionary<(PolicyHolder, string Name), List<Policy>> attached = [];
    private readonly Dictionary<string, Resource> managed = new(StringComparer.Ordinal);
    private readonly Dictionary<PolicyHolder, Policy> ofSomebody = [];
    private readonly List<PolicyAttachment> outside = [];
    private readonly HashSet<(PolicyHolder, string Name)> identities;
    private readonly PolicyCompiler compiler;

    public PolicyAttachments(ImmutableArray<Resource> resources, PolicyCompiler compiler)
    {
        this.compiler = compiler;
        identities = [.. resources.Select(static resource => (KindOf(resource), resource.Physical.Name))
            .Where(static i => i.Item1 is not null).Select(static i => (i.Item1!.Value, i.Name))];
        foreach (var resource in resources)
        {
            switch (resource.TypeName)
            {
                case "AWS::IAM::ManagedPolicy":
                    managed[resource.Physical.IamArn("policy")] = resource;
                    Attach(resource, resource.Physical.Name, resource.Physical.IamArn("policy"));
                    break;
                case "AWS::IAM::Policy" or "AWS::IAM::RolePolicy" or "AWS::IAM::UserPolicy" or "AWS::IAM::GroupPolicy":
                    Attach(resource, resource.Values.Text("PolicyName") ?? resource.LogicalId, null);
                    break;
            }
        }
    }

    /// <summary>The policies for identities that the template does not declare.</summary>
    public ImmutableArray<PolicyAttachment> Outside => [.. outside];

    /// <summary>The policies that were attached to an identity from outside, and one that denies everything where another denies something to nobody knows whom.</summary>
    public IEnumerable<Policy> Of(PolicyHolder kind, string name) =>
        (attached.GetValueOrDefault((kind, name)) ?? []).Concat(ofSomebody.TryGetValue(kind, out var policy) ? [policy] : []);

    /// <summary>The policies named by ARN in a property, the template's own or AWS's. Of any other nobody knows what it denies: it closes the identity.</summary>
    /// <param name="values">The identity's properties.</param>
    /// <param name="property">The property that names them.</param>
    /// <param name="kind">What the policies are to the identity.</param>
    /// <param name="told">The property that the template has for it, where SAM generates the identity.</param>
    public IEnumerable<Policy> Named(Values values, string property, PolicyKind kind, string? told = null)
    {
        foreach (var unknown in (values[property] is UnknownNode whole ? [whole] : values.Items(property).OfType<UnknownNode>()).Where(static one => one.Why is not null))
        {
            yield return UnknownPolicy.Of(values.Close(unknown, told ?? property, unknown.Why!.Message, unknown.Why.Remedy), kind, property);
        }

        foreach (var arn in values.Texts(property))
        {
            if (managed.TryGetValue(arn.Text, out var own))
            {
                if (Document(own, kind, own.Physical.Name, arn.Text) is { } policy)
                {
                    yield return policy;
                }
            }
            else if (AwsManagedPolicies.Find(arn.Text, arn.Line) is { } document)
            {
                var name = arn.Text[(arn.Text.LastIndexOf('/') + 1)..];
                if (compiler.Compile(document, kind, name, values.Resource, property, arn.Text) is { } policy)
                {
                    yield return policy;
                }
            }
            // Recorded of a deployment: cdk-preflight, pf-iam-permissions-boundary-policy-arn.
            else if (kind == PolicyKind.Boundary && !arn.Text.Contains(":policy/", StringComparison.Ordinal))
            {
                values.Report(arn, property, $"ARN {arn.Text} is not valid.", "A permissions boundary is the ARN of a policy, such as arn:aws:iam::aws:policy/ReadOnlyAccess.");
            }

            // One that ends in a number may be a later edition of another, and younger than LocalAws.
            else if (arn.Text.Contains(":iam::aws:", StringComparison.Ordinal) && !char.IsAsciiDigit(arn.Text[^1])
                && DidYouMean.Hint(arn.Text[(arn.Text.LastIndexOf('/') + 1)..], AwsManagedPolicies.Names) is { } hint)
            {
                values.Report(arn, property, $"LocalAws does not know the policy '{arn.Text}'.", hint);
            }
            else
            {
                yield return UnknownPolicy.Of(
                    values.Close(
                        arn, told ?? property, $"LocalAws does not know the policy '{arn.Text}', so nobody can say what it denies.",
                        "Write its statements as an inline policy, or as an AWS::IAM::ManagedPolicy of the template."),
                    kind, arn.Text);
            }
        }
    }

    // What only says whom it is attached to, or what it is called.
    private static readonly FrozenSet<string> Holders =
        FrozenSet.Create(StringComparer.Ordinal, "Groups", "GroupName", "Roles", "RoleName", "Tags", "Users", "UserName", "PolicyName", "ManagedPolicyName", "Path");

    // Of one that is closed, as by a condition that cannot be told, nobody knows whether it is there.
    private Policy? Document(Resource resource, PolicyKind kind, string name, string? arn) =>
        resource.Values.ClosureOf() is { } closure && !Holders.Contains(closure.Property.Split('.', '[')[0]) ? UnknownPolicy.Of(closure, kind, name)
        : resource.Values["PolicyDocument"] is { } document ? compiler.Compile(document, kind, name, resource.LogicalId, "PolicyDocument", arn)
        : null;

    private void Attach(Resource resource, string name, string? arn)
    {
        var values = resource.Values;
        if (Document(resource, PolicyKind.Identity, name, arn) is not { } policy)
        {
            return;
        }

        Attach(values, "Roles", PolicyHolder.Role, policy);
        Attach(values, "RoleName", PolicyHolder.Role, policy);
        Attach(values, "Users", PolicyHolder.User, policy);
        Attach(values, "UserName", PolicyHolder.User, policy);
        Attach(values, "Groups", PolicyHolder.Group, policy);
        Attach(values, "GroupName", PolicyHolder.Group, policy);
    }

    // What is attached to somebody else's identity is no business of this template's: whoever knows the other one's adds it there.
    private void Attach(Values values, string property, PolicyHolder kind, Policy policy)
    {
        var names = values.Texts(property);
        if (values.IsUnknown(property) && policy.Statements.Any(static statement => statement.Denies) && values.ClosureOf() is { } closure)
        {
            var unknown = UnknownPolicy.Of(closure, PolicyKind.Identity, values.Resource);
            ofSomebody.TryAdd(kind, unknown);
            outside.Add(new PolicyAttachment(kind, null, unknown, values.Resource));
        }

        foreach (var name in names)
        {
            var identity = (kind, name.Text);
            if (!identities.Contains(identity))
            {
                outside.Add(new PolicyAttachment(kind, name.Text, policy, values.Resource));
            }
            else if (attached.TryGetValue(identity, out var policies))
            {
                policies.Add(policy);
            }
            else
            {
                attached[identity] = [policy];
            }
        }
    }

    private static PolicyHolder? KindOf(Resource resource) => resource.TypeName switch
    {
        "AWS::IAM::Role" => PolicyHolder.Role,
        "AWS::IAM::User" => PolicyHolder.User,
        "AWS::IAM::Group" => PolicyHolder.Group,
        _ => null,
    };
}
