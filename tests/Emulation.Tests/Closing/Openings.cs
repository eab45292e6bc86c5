using System.Text.Json.Nodes;
using Emulation.Access;
using Sam;

namespace Emulation.Tests.Closing;

/// <summary>All that a template lets anybody do: every cell of its matrix, and what else can be called.</summary>
internal sealed class Openings
{
    private Openings(LoadedStacks stacks)
    {
        Stacks = stacks;
        foreach (var cell in AccessMatrix.Of(stacks).Cells)
        {
            Words[$"{cell.Route.Api.LogicalId} {cell.Route.Route.Method} {cell.Route.Route.Path} as {cell.Principal.Name}"] = cell.Word;
        }

        foreach (var function in stacks.Main.Functions)
        {
            Words[$"run {function.LogicalId}"] = Word(function.Closed);
        }

        foreach (var url in stacks.Main.FunctionUrls)
        {
            Words[$"url {url.FunctionLogicalId}"] = Word(url.Closed);
        }

        foreach (var table in stacks.Main.Tables)
        {
            Words[$"table {table.LogicalId}"] = table.ResourcePolicy?.Origin.Closed.IsEmpty == false ? AccessWord.Closed : AccessWord.Allow;
        }

        foreach (var resource in stacks.Main.ServiceResources)
        {
            Words[$"service {resource.LogicalId}"] = resource.ResourcePolicy?.Origin.Closed.IsEmpty == false ? AccessWord.Closed : Word(resource.Closed);
        }

        foreach (var domain in stacks.Main.Domains)
        {
            Words[$"domain {domain.Name}"] = Word(domain.Closed);
        }
    }

    public LoadedStacks Stacks { get; }

    public SortedDictionary<string, AccessWord> Words { get; } = new(StringComparer.Ordinal);

    public static Openings Of(JsonObject template) => new(Given.Stacks(template.ToJsonString()));

    /// <summary>Whether something that is open or not belongs to what the template says depends on an element. What is open to everybody is nobody's own.</summary>
    public static bool IsOf(string name, string dependent) => dependent.StartsWith("as ", StringComparison.Ordinal)
        ? name.EndsWith($" {dependent}", StringComparison.Ordinal) && !name.Contains("/open ", StringComparison.Ordinal)
        : name == dependent || name.StartsWith($"{dependent} ", StringComparison.Ordinal);

    private static AccessWord Word(Closure? closed) => closed is null ? AccessWord.Allow : AccessWord.Closed;
}
