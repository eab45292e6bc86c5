using Sam.Catalogue;
using Sam.Documents;
using Sam.Errors;
using Sam.Naming;
using Sam.Templates;

namespace Sam.Intrinsics;

/// <summary>
/// What <c>Ref</c> and <c>Fn::GetAtt</c> evaluate to: pseudo parameters, parameters, and the physical ids of resources.
/// Keeps who refers to whom, for the search for cycles.
/// </summary>
internal sealed class References(ParameterValues parameters, ResourceTable resources, StackOptions options, Evaluator evaluator, ErrorList errors)
{
    /// <summary>A name that is made of another resource's name is evaluated through it. No template that people write goes deeper.</summary>
    private const int DeepestNames = 100;

    private readonly Dictionary<string, PhysicalResource?> byId = new(StringComparer.Ordinal);
    private readonly AttributeValues attributes = new(evaluator);

    private int depth;

    public string Region => options.Region;

    public DependencyGraph Dependencies { get; } = new();

    /// <summary>Every name that <c>Ref</c> takes.</summary>
    public IEnumerable<string> Names => PseudoParameters.Names.Concat(parameters.Names).Concat(resources.All.Select(static r => r.LogicalId));

    public Node? Ref(string name, Node at, Place place)
    {
        if (PseudoParameters.Names.Contains(name))
        {
            return PseudoParameters.Value(name, options, at.Line);
        }

        if (parameters.Stored(name) is { } stored)
        {
            return evaluator.StoredParameters.Value(stored, at.Line);
        }

        if (parameters[name] is { } parameter)
        {
            return parameter switch
            {
                ScalarNode text => new ScalarNode(text.Text, text.ScalarKind, at.Line),
                UnknownNode unknown => unknown.With(at.Line, unknown.StandIn),
                _ => parameter,
            };
        }

        if ((Generated(name) ?? resources[name]) is not { } declaration)
        {
            return Missing(name, at, place);
        }

        return Resource(declaration, at, place) is not { } resource ? new UnknownNode(at.Line)
            : declaration.Type!.IsForeign ? AttributeValues.OnlyItselfKnows(declaration, "Ref", at.Line)
            : ScalarNode.Of(declaration.Type.Ref(resource), at.Line);
    }

    public Node GetAtt(string logicalId, string attribute, Node at, Place place)
    {
        if ((resources[logicalId] ?? Generated(logicalId)) is not { } declaration)
        {
            return Missing(logicalId, at, place);
        }

        // "Function.Alias.Name" parts at the second dot.
        if (attribute.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && resources.Generated(logicalId, attribute[..dot]) is not null)
        {
            return GetAtt($"{logicalId}.{attribute[..dot]}", attribute[(dot + 1)..], at, place);
        }

        if (Resource(declaration, at, place) is not { } resource)
        {
            return new UnknownNode(at.Line);
        }

        if (evaluator.Nested?.Output(declaration, attribute, at, place) is { } output)
        {
            return output;
        }

        return attributes.Value(declaration, resource, attribute, at.Line)
            ?? evaluator.Report(at, place, $"{declaration.Type!.Name} has no attribute '{attribute}'.", AttributeValues.Suggest(attribute, declaration.Type));
    }

    /// <summary>The name in <c>${...}</c>: a dot parts a resource from its attribute.</summary>
    public Node? RefOrAttribute(string name, Node at, Place place)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 || Generated(name) is not null ? Ref(name, at, place) : GetAtt(name[..dot], name[(dot + 1)..], at, place);
    }

    /// <summary>Reports a name that nothing has.</summary>
    public UnknownNode Missing(string name, Node at, Place place) => evaluator.Report(
        at, place, $"There is no parameter or resource '{name}'.", errors.Hint(name, Names) ?? "Declare it, or correct the name.");

    /// <summary>The declaration of a resource, be it one that the transform generates; null when there is none.</summary>
    public Declaration? Declared(string logicalId) => resources[logicalId];

    /// <summary>True for a name that <c>Ref</c> takes.</summary>
    public bool Exists(string name) =>
        PseudoParameters.Names.Contains(name) || parameters[name] is not null || resources[name] is not null || Generated(name) is not null;

    /// <summary>The physical side of a declared resource, or null when its name cannot be told.</summary>
    public PhysicalResource? Physical(Declaration declaration)
    {
        var id = declaration.LogicalId;
        if (byId.TryGetValue(id, out var known))
        {
            return known;
        }

        // While the name is being evaluated it is unknown: a name that refers to itself is a cycle, which the graph reports.
        byId[id] = null;
        if (depth > DeepestNames)
        {
            errors.Add(declaration.Line, id, "", $"More than {DeepestNames} names are made of each other in a chain.", "Shorten it.");
            return null;
        }

        depth++;
        try
        {
            return byId[id] = Named(declaration);
        }
        finally
        {
            depth--;
        }
    }

    // Recorded of a deployment: cdk-preflight, pf-iam-path-service-role-reserved.
    private const string ReservedPath = "/aws-service-role";
    private const string Reserved = $"Paths beginning with '{ReservedPath}' are reserved for AWS Service Linked Roles.";

    private PhysicalResource? Named(Declaration declaration)
    {
        var id = declaration.LogicalId;
        if (declaration.Type is not { } type
            || NameProperty(declaration, type.NameProperty, static _ => true, "") is not { } name
            || NameProperty(declaration, type.PathProperty, static path => path is ['/', .., '/'] or "/", "A path starts and ends with a slash.") is null
            || NameProperty(declaration, type.PathProperty, static path => !path.StartsWith(ReservedPath, StringComparison.Ordinal), Reserved) is not { } path)
        {
            return null;
        }

        string? Given(string property) => (attributes.Given(declaration, property) as ScalarNode)?.Text;
        return new PhysicalResource(options, id, name.Length == 0 ? NameFor(type, id, Given) : name, path.Length == 0 ? "/" : path) { Given = Given };
    }

    private string NameFor(ResourceType type, string logicalId, Func<string, string?> given)
    {
        const string ending = ".fifo";
        return type.FifoProperty is { } property && given(property) is "true" or "True"
            ? (type.GeneratedName with { Longest = type.GeneratedName.Longest - ending.Length }).For(options, logicalId) + ending
            : type.GeneratedName.For(options, logicalId);
    }

    // SAM's own notation: "OrdersApi.Stage" is the stage that the transform makes for OrdersApi, "Function.Alias" its alias.
    private Declaration? Generated(string name) =>
        name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? resources.Generated(name[..dot], name[(dot + 1)..]) : null;

    private PhysicalResource? Resource(Declaration declaration, Node at, Place place)
    {
        if (place.Resource == "Conditions")
        {
            evaluator.Report(at, place, $"A condition cannot refer to the resource '{declaration.LogicalId}'.", "Refer to parameters only.");
            return null;
        }

        if (place.Owner.Length > 0)
        {
            Dependencies.Add(place.Owner, declaration.LogicalId, at.Line);
        }

        if (declaration.Condition is { } condition
            && evaluator.Conditions.IsTrue(condition.Text, condition, new Place(declaration.LogicalId, "Condition", "")) == false)
        {
            evaluator.Report(
                at, place, $"'{declaration.LogicalId}' is not created, because its condition '{condition.Text}' is false.",
                "Put the reference under the same condition with Fn::If.");
            return null;
        }

        return Physical(declaration);
    }

    // Empty text for a property that is not given; null for one that has no usable value.
    private string? NameProperty(Declaration declaration, string? property, Func<string, bool> isValid, string rule)
    {
        if (property is null || declaration.Properties[property] is not { } raw)
        {
            return "";
        }

        var place = new Place(declaration.LogicalId, property, declaration.Type!.Owner(declaration.LogicalId, property));
        switch (evaluator.Evaluate(raw, place))
        {
            case null or ScalarNode { IsNull: true }:
                return "";
            case ScalarNode { Text: { Length: > 0 } text } scalar:
                if (isValid(text))
                {
                    return text;
                }

                evaluator.Report(scalar, place, $"'{text}' is not allowed here. {rule}", "Correct the value.");
                return "";
            case UnknownNode { Why: not null, StandIn: { Length: > 0 } standIn } when isValid(standIn):
                return standIn;
            case UnknownNode { Why: not null }:
                return "";
            case UnknownNode:
                return null;
            case { } other:
                evaluator.Report(other, place, $"A name is needed here, but this is {other.Kind}.", "Give text.");
                return null;
        }
    }
}
