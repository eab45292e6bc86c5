using System.Collections.Immutable;
using Sam.Documents;
using Sam.Errors;
using Sam.Templates;

namespace Sam.Intrinsics;

/// <summary>
/// Evaluates intrinsic functions to concrete values. A null result is <c>AWS::NoValue</c>: the property is not there.
/// </summary>
internal sealed class Evaluator
{
    private readonly ErrorList errors;
    private readonly MapNode mappings;

    public Evaluator(TemplateSections sections, ParameterValues parameters, ResourceTable resources, StackOptions options, ErrorList errors)
    {
        this.errors = errors;
        mappings = sections.Mappings;
        Conditions = new ConditionTable(sections.Conditions, this, errors);
        References = new References(parameters, resources, options, this);
        Names = new NameCheck(sections, resources, References, errors);
    }

    public ConditionTable Conditions { get; }

    public References References { get; }

    public NameCheck Names { get; }

    /// <summary>The value with every function in it evaluated.</summary>
    public Node? Evaluate(Node node, Place place) => node switch
    {
        MapNode { Entries: [{ Key: var name, Value: var argument }] } map when MapNode.IsFunction(name) => Call(name, argument, map, place),
        MapNode map => EvaluateEntries(map, place),
        ListNode list => EvaluateItems(list, place),
        _ => node,
    };

    /// <summary>The value as text, or null when it has none; a value that cannot be text has been reported then.</summary>
    public string? Text(Node node, Place place)
    {
        switch (Evaluate(node, place))
        {
            case ScalarNode { IsNull: false } scalar:
                return scalar.Text;
            case null or ScalarNode:
                Report(node, place, $"Text is needed here, but this is {(node as ScalarNode)?.Kind ?? "AWS::NoValue"}.", "Give a value.");
                return null;
            case UnknownNode:
                return null;
            case { } other:
                Report(node, place, $"Text is needed here, but this is {other.Kind}.", "Select one item, or join them with Fn::Join.");
                return null;
        }
    }

    /// <summary>Reports an error and answers the value that stands for it.</summary>
    public UnknownNode Report(Node node, Place place, string message, string remedy)
    {
        errors.Add(node.Line, place.Resource, place.Property, message, remedy);
        return new UnknownNode(node.Line);
    }

    private Node? Call(string name, Node argument, MapNode call, Place place) => name switch
    {
        "Ref" => argument is ScalarNode target
            ? References.Ref(target.Text, target, place)
            : Report(argument, place, $"Ref takes a name, but this is {argument.Kind}.", "Name a parameter or a resource."),
        "Fn::GetAtt" => GetAtt(argument, place),
        "Fn::Sub" => Substitution.Evaluate(argument, this, place),
        "Fn::If" => If(argument, place),
        "Fn::FindInMap" => MappingLookup.Evaluate(argument, mappings, this, place),
        "Fn::Join" => TextFunctions.Join(argument, this, place),
        "Fn::Split" => TextFunctions.Split(argument, this, place),
        "Fn::Select" => TextFunctions.Select(argument, this, place),
        "Fn::Base64" => TextFunctions.Base64(argument, this, place),
        "Fn::GetAZs" => TextFunctions.AvailabilityZones(argument, this, place),
        _ => Report(call, place, IntrinsicNames.WhyNot(name), IntrinsicNames.Remedy(name)),
    };

    private MapNode EvaluateEntries(MapNode map, Place place)
    {
        var entries = ImmutableArray.CreateBuilder<MapEntry>(map.Entries.Length);
        foreach (var entry in map.Entries)
        {
            if (entry.Key.StartsWith("Fn::", StringComparison.Ordinal))
            {
                errors.Add(
                    entry.KeyLine, place.Resource, place.Property,
                    $"'{entry.Key}' must be the only key of its map.", "Move the other keys out, or indent the function under a property.");
            }
            else if (Evaluate(entry.Value, place.In(entry.Key)) is { } value)
            {
                entries.Add(entry with { Value = value is ScalarNode { IsNull: true } && place.IsInPolicy(map) ? NoNull(value, place.In(entry.Key)) : value });
            }
        }

        return new MapNode(entries.DrainToImmutable(), map.Line);
    }

    private ListNode EvaluateItems(ListNode list, Place place)
    {
        var items = ImmutableArray.CreateBuilder<Node>(list.Items.Length);
        for (var i = 0; i < list.Items.Length; i++)
        {
            if (Evaluate(list.Items[i], place.At(i)) is { } value)
            {
                items.Add(value is ScalarNode { IsNull: true } ? NoNull(value, place.At(i)) : value);
            }
        }

        return new ListNode(items.DrainToImmutable(), list.Line);
    }

    // A property that is null is not there. CloudFormation takes no other null; one in a policy would leave out what narrows it.
    private UnknownNode NoNull(Node value, Place place) => Report(value, place, "'null' values are not allowed here.", "Remove it, or write what is meant.");

    private Node? GetAtt(Node argument, Place place)
    {
        if (argument is ScalarNode path)
        {
            argument = ShortForms.SplitAttribute(path);
        }

        return argument is ListNode { Items: [ScalarNode id, var attribute] }
            ? Text(attribute, place) is { } name ? References.GetAtt(id.Text, name, argument, place) : new UnknownNode(argument.Line)
            : Report(argument, place, "Fn::GetAtt takes a resource's logical id and one of its attributes.", "Write !GetAtt LogicalId.Attribute.");
    }

    private Node? If(Node argument, Place place)
    {
        if (argument is not ListNode { Items: [ScalarNode condition, var whenTrue, var whenFalse] })
        {
            return Report(argument, place, "Fn::If takes a condition's name and two values.", "Write !If [Condition, value if true, value if false].");
        }

        if (Conditions.IsTrue(condition.Text, condition, place) is not { } holds)
        {
            return new UnknownNode(argument.Line);
        }

        Names.Check(holds ? whenFalse : whenTrue, place);
        return Evaluate(holds ? whenTrue : whenFalse, place);
    }
}
