using System.Collections.Immutable;
using Sam.Catalogue;
using Sam.Documents;
using Sam.Errors;
using Sam.Intrinsics;
using Sam.Naming;
using Sam.Templates;

namespace Sam.Resources;

/// <summary>A resource that is created: its properties evaluated and held against the shape of its type.</summary>
/// <param name="Declaration">The declaration it comes from.</param>
/// <param name="Physical">Its names.</param>
/// <param name="Values">Its properties.</param>
internal sealed record Resource(Declaration Declaration, PhysicalResource Physical, Values Values)
{
    public string LogicalId => Declaration.LogicalId;

    public string TypeName => Declaration.Type!.Name;

    /// <summary>
    /// Evaluates every resource whose condition holds, and checks the names in those that are not created. What the
    /// transform generates is left out: it is made from the resource that it is generated for.
    /// </summary>
    public static ImmutableArray<Resource> EvaluateAll(ResourceTable table, Evaluator evaluator, ErrorList errors)
    {
        var resources = ImmutableArray.CreateBuilder<Resource>();
        foreach (var declaration in table.All.Where(static declaration => declaration.GeneratedFor is null))
        {
            CheckDependsOn(declaration, table, evaluator, errors);
            var place = new Place(declaration.LogicalId, "Condition", "");
            if (declaration.Condition is { } condition && !evaluator.Conditions.MayHold(condition, place))
            {
                evaluator.Names.Check(declaration.Properties, new Place(declaration.LogicalId, "", ""));
            }
            else if (Evaluate(declaration, evaluator, errors) is { } resource)
            {
                resources.Add(resource);
            }
        }

        return resources.DrainToImmutable();
    }

    private static Resource? Evaluate(Declaration declaration, Evaluator evaluator, ErrorList errors)
    {
        if (declaration.Type is not { } type)
        {
            // The type's own error has been told; typing errors inside are worth telling at once.
            evaluator.Names.Check(declaration.Properties, new Place(declaration.LogicalId, "", ""));
            return null;
        }

        var id = declaration.LogicalId;
        var entries = ImmutableArray.CreateBuilder<MapEntry>();
        foreach (var entry in declaration.Properties.Entries)
        {
            if (evaluator.Evaluate(entry.Value, new Place(id, entry.Key, type.Owner(id, entry.Key))) is { } value)
            {
                entries.Add(entry with { Value = value });
            }
        }

        if (declaration.Condition is { } when && type.Word is not Sam.ElementWord.Inert && evaluator.Conditions.WhyUnknown(when.Text) is { } why)
        {
            errors.Close(when.Line, id, "Condition", why.Message, why.Remedy);
        }

        if (type.Closed is { } unknown)
        {
            errors.Close(declaration.Line, id, "", unknown.Message, unknown.Remedy);
        }

        var properties = new MapNode(entries.DrainToImmutable(), declaration.Properties.Entries.IsEmpty ? declaration.Line : declaration.Properties.Line);
        properties = new ShapeCheck(id, type.Name, errors).Check(properties, type.Properties);
        return evaluator.References.Physical(declaration) is { } physical
            ? new Resource(declaration, physical, new Values(properties, id, "", errors))
            : null;
    }

    /// <summary>Whether it is what a connector inside a resource is called from outside.</summary>
    private static bool IsConnector(string name, ResourceTable table) => table.All.Any(
        owner => owner.Connectors is { } connectors && name.StartsWith(owner.LogicalId, StringComparison.Ordinal) && connectors[name[owner.LogicalId.Length..]] is not null);

    // The mappings that the transform makes of an API's domain, by the names that it gives them: an order of creation, and nothing that is read here.
    private static bool IsGenerated(string name, ResourceTable table) =>
        (name.EndsWith("ApiMapping", StringComparison.Ordinal) || name.EndsWith("BasePathMapping", StringComparison.Ordinal))
        && table.All.Any(other => other.Type?.Name is "AWS::Serverless::Api" or "AWS::Serverless::HttpApi"
            && other.Properties["Domain"] is not null && name.StartsWith(other.LogicalId, StringComparison.Ordinal));

    private static void CheckDependsOn(Declaration declaration, ResourceTable table, Evaluator evaluator, ErrorList errors)
    {
        foreach (var dependency in declaration.DependsOn)
        {
            if (table[dependency.Text] is not null)
            {
                evaluator.References.Dependencies.Add(declaration.LogicalId, dependency.Text, dependency.Line);
            }

            // In a connector's place the transform puts what it makes of it.
            else if (!IsConnector(dependency.Text, table) && !IsGenerated(dependency.Text, table))
            {
                errors.Add(
                    dependency.Line, declaration.LogicalId, "DependsOn", $"There is no resource '{dependency.Text}'.",
                    DidYouMean.Hint(dependency.Text, table.All.Select(static other => other.LogicalId)) ?? "Declare it, or correct the name.");
            }
        }
    }
}
