using System.Collections.Immutable;
using Sam.Documents;
using Sam.Errors;
using Sam.Intrinsics;
using Sam.Policies;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>
/// The property <c>Policies</c> of a function or a state machine: names and ARNs of managed policies, documents, and SAM's policy templates, alone or in a list.
/// Source: aws-sam-translator, <c>construct_role_for_resource</c>.
/// </summary>
internal sealed class RolePolicies(Resource owner, Evaluator evaluator, ErrorList errors)
{
    private readonly ImmutableArray<ScalarNode>.Builder managed = ImmutableArray.CreateBuilder<ScalarNode>();
    private readonly ImmutableArray<Node>.Builder inline = ImmutableArray.CreateBuilder<Node>();

    /// <summary>The ARNs of the managed policies.</summary>
    public ImmutableArray<ScalarNode> Managed => managed.ToImmutable();

    /// <summary>The inline policies, each with its name.</summary>
    public ImmutableArray<Node> Inline => inline.ToImmutable();

    /// <summary>Reads the property.</summary>
    public RolePolicies Read()
    {
        foreach (var (item, index) in Items())
        {
            Add(item, index);
        }

        return this;
    }

    // A policy is named after its place in the list as it is written: what a condition leaves out leaves its number out too.
    private IEnumerable<(Node Item, int Index)> Items()
    {
        var items = owner.Values.Items("Policies");
        if (owner.Declaration.Properties["Policies"] is not ListNode written || written.Items.Length == items.Length)
        {
            return items.Select(static (item, index) => (item, index));
        }

        var places = written.Items
            .Select((item, index) => (Item: evaluator.Evaluate(item, PlaceOf(index)), Index: index))
            .Where(static one => one.Item is not (null or ScalarNode { IsNull: true }))
            .ToList();
        return places.Count == items.Length ? places.Select(static one => (one.Item!, one.Index)) : items.Select(static (item, index) => (item, index));
    }

    private void Add(Node item, int index)
    {
        var place = PlaceOf(index);
        switch (item)
        {
            case ScalarNode name:
                AddManaged(name, index);
                break;
            case MapNode policy when Document(policy, place) is { } document:
                inline.Add(Statements.Named($"{GeneratedIds.Role(owner.LogicalId)}Policy{index}", document));
                break;
            case ListNode list:
                errors.Add(
                    list.Line, owner.LogicalId, place.Property, "A policy is a name, a document or a policy template, but this is a list.",
                    "Put its items into the outer list.");
                break;
            case UnknownNode unknown:
                AddUnknown(unknown, index);
                break;
        }
    }

    private void AddManaged(ScalarNode name, int index)
    {
        if (AwsManagedPolicies.ArnOf(name.Text) is { } arn)
        {
            managed.Add(ScalarNode.Of(arn, name.Line));
        }
        else if (name.Text.StartsWith("arn:", StringComparison.Ordinal))
        {
            managed.Add(name);
        }
        else if (DidYouMean.Hint(name.Text, AwsManagedPolicies.Names) is { } hint)
        {
            errors.Add(name.Line, owner.LogicalId, PlaceOf(index).Property, $"LocalAws does not know the managed policy '{name.Text}'.", hint);
        }
        else
        {
            AddUnknown(
                new UnknownNode(
                    name.Line, new Unknown($"LocalAws does not know the managed policy '{name.Text}', so nobody can say what it denies.", "Write its statements as a document.")),
                index);
        }
    }

    // As a document that cannot be told: it closes the role.
    private void AddUnknown(UnknownNode unknown, int index) => inline.Add(Statements.Named($"{GeneratedIds.Role(owner.LogicalId)}Policy{index}", unknown));

    private Node? Document(MapNode policy, Place place)
    {
        if (policy["Statement"] is not null || policy.Entries is not [var template])
        {
            return policy;
        }

        if (template.Value is MapNode parameters)
        {
            return PolicyTemplates.Expand(template.Key, parameters, evaluator, place, template.KeyLine);
        }

        if (PolicyTemplates.Names.Contains(template.Key))
        {
            errors.Add(
                template.KeyLine, owner.LogicalId, place.Property, $"Must specify valid parameter values for policy template '{template.Key}'",
                $"Write {template.Key}: {{}} when it has none.");
            return null;
        }

        return policy;
    }

    private Place PlaceOf(int index) => new(owner.LogicalId, $"Policies[{index}]", GeneratedIds.Role(owner.LogicalId));
}
