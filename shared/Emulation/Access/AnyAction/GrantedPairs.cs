using System.Text.RegularExpressions;
using Iam;

namespace Emulation.Access.AnyAction;

/// <summary>Each action with each resource that a statement is about, as they are written.</summary>
internal static partial class GrantedPairs
{
    /// <param name="statement">The statement.</param>
    /// <param name="own">The ARN that a star, or no Resource at all, stands for: of a resource's policy its own.</param>
    /// <remarks>A statement with NotAction or NotResource is about anything, and what it leaves out is a question of its own. A variable is a star.</remarks>
    public static IEnumerable<(string Action, string Resource)> Of(Statement statement, string own)
    {
        var actions = statement.HasNotAction ? statement.ActionTexts.Prepend(AskedResource.Any) : statement.ActionTexts;
        var resources = (statement.HasNotResource || !statement.ResourceTexts.Any() ? statement.ResourceTexts.Prepend(AskedResource.Any) : statement.ResourceTexts).ToList();
        return actions.SelectMany(action => resources.Select(resource => (action, resource == AskedResource.Any ? own : Variable.Replace(resource, AskedResource.Any))));
    }

    [GeneratedRegex(@"\$\{[^}]*\}")]
    private static partial Regex Variable { get; }
}
