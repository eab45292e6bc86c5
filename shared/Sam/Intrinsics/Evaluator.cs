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
    private readonly MappingLookup mappings;
    private readonly TextBudget budget;
    private readonly DynamicReferences dynamic;
    private readonly bool extended;

    public Evaluator(TemplateSections sections, ParameterValues parameters, ResourceTable resources, StackOptions options, ErrorList errors)
    {
        this.errors = errors;
        extended = sections.UsesExtensions;
        mappings = new MappingLookup(sections.Mappings, extended, errors);
        budget = new TextBudget(this);
        Conditions = new ConditionTable(sections.Conditions, this, errors);
        StoredParameters = new StoredParameters(resources, options, this);
        References = new References(parameters, resources, options, this, errors);
        Imports = new Imports(options, this);
        dynamic = new DynamicReferences(StoredParameters, options);
        Names = new NameCheck(sections, resources, References, errors);
    }

    public ConditionTable Conditions { get; }

    public References References { get; }

    public StoredParameters StoredParameters { get; }

    /// <summary>The outputs of the stacks that the template nests; none where only parameters count.</summary>
    public INestedOutputs? Nested { get; set; }

    public Imports Imports { get; }

    public NameCheck Names { get; }

    /// <summary>The value with every function in it evaluated.</summary>
    public Node? Evaluate(Node node, Place place) => node switch
    {
        MapNode { Entries: [{ Key: var name, Value: var argument }] } map when MapNode.IsFunction(name) => Resolved(Call(name, argument, map, place), place),
        MapNode map => EvaluateEntries(map, place),
        ListNode list => EvaluateItems(list, place),
        _ => Resolved(node, place),
    };

    /// <summary>The value as text: a scalar, or what is unknown in its place. A value that cannot be text has been reported then.</summary>
    public Node TextNode(Node node, Place place) => Evaluate(node, place) switch
    {
        ScalarNode { IsNull: false } scalar => scalar,
        UnknownNode unknown => unknown,
        null or ScalarNode => Report(node, place, $"Text is needed here, but this is {(node as ScalarNode)?.Kind ?? "AWS::NoValue"}.", "Give a value."),
        { } other => Report(node, place, $"Text is needed here, but this is {other.Kind}.", "Select one item, or join them with Fn::Join."),
    };

    /// <summary>The value as text, or null when it has none.</summary>
    public string? Text(Node node, Place place) => (TextNode(node, place) as ScalarNode)?.Text;

    /// <summary>A text that a function made.</summary>
    public Node Made(string text, Node at, Place place) => budget.Takes(text.Length, at, place) ? ScalarNode.Of(text, at.Line) : new UnknownNode(at.Line);

    /// <summary>Whether a function may make that many characters more.</summary>
    public bool MayMake(long characters, Node at, Place place) => budget.Takes(characters, at, place);

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
        "Fn::FindInMap" => mappings.Evaluate(argument, this, place),
        "Fn::Join" => TextFunctions.Join(argument, this, place),
        "Fn::Split" => TextFunctions.Split(argument, this, place),
        "Fn::Select" => TextFunctions.Select(argument, this, place),
        "Fn::Base64" => TextFunctions.Base64(argument, this, place),
        "Fn::GetAZs" => TextFunctions.AvailabilityZones(argument, this, place),
        "Fn::Cidr" => AddressBlocks.Evaluate(argument, this, place),
        "Fn::ImportValue" => Imports.Evaluate(argument, place),
        "Fn::GetStackOutput" => Imports.OutputOfStack(argument, place),
        "Fn::Transform" => Macro.Unknown(argument),
        "Fn::Length" when extended => TextFunctions.Length(argument, this, place),
        "Fn::ToJsonString" when extended => ToJsonString.Evaluate(argument, this, place),
        _ => Report(call, place, IntrinsicNames.WhyNot(name), IntrinsicNames.Remedy(name)),
    };

    // A macro beside other keys adds to them or takes from them: none of them is known.
    private Node EvaluateEntries(MapNode map, Place place)
    {
        var entries = ImmutableArray.CreateBuilder<MapEntry>(map.Entries.Length);
        foreach (var entry in map.Entries)
        {
            if (entry.Key == Macro.Function)
            {
                return Macro.Unknown(entry.Value);
            }

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

    private Node? Resolved(Node? node, Place place) => node is ScalarNode { Text: var text } scalar && DynamicReferences.IsIn(text)
        ? dynamic.Resolve(scalar, place)
        : node;

    private Node? GetAtt(Node argument, Place place)
    {
        if (argument is ScalarNode path)
        {
            argument = ShortForms.SplitAttribute(path);
        }

        if (argument is not ListNode { Items: [ScalarNode id, var attribute] })
        {
            return Report(argument, place, "Fn::GetAtt takes a resource's logical id and one of its attributes.", "Write !GetAtt LogicalId.Attribute.");
        }

        return TextNode(attribute, place) switch
        {
            ScalarNode name => References.GetAtt(id.Text, name.Text, argument, place),
            var unknown => unknown,
        };
    }

    private Node? If(Node argument, Place place)
    {
        if (argument is not ListNode { Items: [ScalarNode condition, var whenTrue, var whenFalse] })
        {
            return Report(argument, place, "Fn::If takes a condition's name and two values.", "Write !If [Condition, value if true, value if false].");
        }

        if (Conditions.IsTrue(condition.Text, condition, place) is not { } holds)
        {
            Names.Check(whenTrue, place);
            Names.Check(whenFalse, place);
            return new UnknownNode(argument.Line, Conditions.WhyUnknown(condition.Text));
        }

        Names.Check(holds ? whenFalse : whenTrue, place);
        return Evaluate(holds ? whenTrue : whenFalse, place);
    }
}
