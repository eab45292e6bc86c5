using System.Collections.Immutable;
using System.Text.Json;
using Iam.Conditions;
using Iam.Matching;

namespace Iam.Policies;

/// <summary>Reads one statement under the rules of its policy's kind.</summary>
internal sealed class StatementReader(PolicyKind kind, PolicyParseOptions options, bool variables, ErrorList errors)
{
    private static readonly string[] Elements =
        ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

    private bool NamesPrincipals => kind is PolicyKind.Resource or PolicyKind.Trust or PolicyKind.ResourceControl;

    public Statement Read(JsonTree statement, int index)
    {
        foreach (var (name, element) in statement.Members)
        {
            if (!Elements.Contains(name))
            {
                errors.Add(element.Path, "Syntax errors in policy.", $"'{name}' is no element of a statement. {Suggestion.For(name, Elements)}");
            }
        }

        return new Statement(index)
        {
            Sid = ReadSid(statement["Sid"]),
            Denies = ReadEffect(statement),
            Actions = ReadActions(statement),
            NotAction = statement["NotAction"] is not null,
            Resources = ReadResources(statement),
            NotResource = statement["NotResource"] is not null,
            Principals = ReadPrincipals(statement),
            NotPrincipal = statement["NotPrincipal"] is not null,
            Conditions = ReadConditions(statement["Condition"]),
        };
    }

    private string? ReadSid(JsonTree? sid)
    {
        if (sid is null)
        {
            return null;
        }

        if (!sid.IsString)
        {
            errors.Add(sid.Path, "Syntax errors in policy.", "Sid is a string.");
        }
        else if (kind is not PolicyKind.Resource && sid.Text!.Any(c => !char.IsAsciiLetterOrDigit(c)))
        {
            errors.Add(sid.Path, "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*", "Use letters and digits only.");
        }

        return sid.Text;
    }

    private bool ReadEffect(JsonTree statement)
    {
        if (statement["Effect"] is not { } effect)
        {
            errors.Add(statement.Path, "Syntax errors in policy.", "Add \"Effect\": \"Allow\" or \"Deny\".");
            return true;
        }

        if (effect.Text is not ("Allow" or "Deny") || !effect.IsString)
        {
            errors.Add(effect.Path, "Syntax errors in policy.", "Effect is \"Allow\" or \"Deny\", spelled exactly so.");
        }

        // Anything but a proper Allow denies, also in a document that is refused.
        return effect.Text != "Allow";
    }

    private ImmutableArray<PolicyPattern> ReadActions(JsonTree statement)
    {
        if (OneOf(statement, "Action", "NotAction", "Policy statement must contain actions.") is not { } element)
        {
            return [];
        }

        var actions = ImmutableArray.CreateBuilder<PolicyPattern>();
        foreach (var action in Strings(element))
        {
            var colons = action.Text!.Count(c => c == ':');
            if (action.Text != "*" && colons == 0)
            {
                errors.Add(action.Path, "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.", "Write service:Action, such as execute-api:Invoke.");
            }
            else if (colons > 1)
            {
                errors.Add(action.Path, "Actions/Condition can contain only one colon.", "Write service:Action, such as execute-api:Invoke.");
            }
            else if (kind == PolicyKind.Trust && !action.Text!.StartsWith("sts:", StringComparison.OrdinalIgnoreCase) && action.Text != "*")
            {
                errors.Add(action.Path, "AssumeRole policy may only specify STS AssumeRole actions.", "A trust policy names sts:AssumeRole and its like.");
            }

            actions.Add(PolicyPattern.Compile(action.Text!, WildcardScope.Text, ignoreCase: true, variables: false));
        }

        return actions.ToImmutable();
    }

    private ImmutableArray<PolicyPattern> ReadResources(JsonTree statement)
    {
        if (kind == PolicyKind.Trust)
        {
            foreach (var name in (ReadOnlySpan<string>)["Resource", "NotResource"])
            {
                if (statement[name] is { } forbidden)
                {
                    errors.Add(forbidden.Path, $"Has prohibited field {name}.", "A trust policy applies to its own role: remove the element.");
                }
            }

            return default;
        }

        if (OneOf(statement, "Resource", "NotResource", "Policy statement must contain resources.") is not { } element)
        {
            return [];
        }

        return [.. Strings(element).Select(r => PolicyPattern.Compile(Resource(r), WildcardScope.Resource, ignoreCase: false, variables))];
    }

    /// <summary>Checks a resource, and expands API Gateway's short form.</summary>
    private string Resource(JsonTree resource)
    {
        var text = resource.Text!;
        if (options.ExecuteApiArn is { } api && text.StartsWith("execute-api:/", StringComparison.Ordinal))
        {
            return $"{api}/{text["execute-api:/".Length..]}";
        }

        if (text == "*")
        {
            return text;
        }

        var fields = text.Split(':', 6);
        if (fields[0] != "arn" || (fields.Length < 6 && !text.EndsWith('*')))
        {
            errors.Add(resource.Path, $"Resource {text} must be in ARN format or \"*\".", "Write arn:aws:service:region:account:resource.");
        }
        else if (fields.Length > 1 && fields[1] is not ("aws" or "aws-cn" or "aws-us-gov" or "*"))
        {
            errors.Add(resource.Path, $"Partition \"{fields[1]}\" is not valid for resource \"{text}\".", "The partition is aws, aws-cn or aws-us-gov.");
        }
        else if (fields.Length > 3 && fields[2].AsSpan().IndexOfAny('*', '?') >= 0)
        {
            errors.Add(resource.Path, "Resource vendor must be fully qualified and cannot contain regexes.", "Spell out the service, such as execute-api.");
        }
        else if (variables && fields[..Math.Min(fields.Length, 5)].Any(f => f.Contains("${", StringComparison.Ordinal)))
        {
            errors.Add(resource.Path, "The policy failed legacy parsing", "Policy variables stand after the fifth colon only.");
        }

        return text;
    }

    private ImmutableArray<PrincipalPattern> ReadPrincipals(JsonTree statement)
    {
        var element = statement["Principal"] ?? statement["NotPrincipal"];
        if (!NamesPrincipals)
        {
            if (element is not null)
            {
                errors.Add(element.Path, "Policy document should not specify a principal.", "An identity policy applies to whom it is attached: remove the element.");
            }

            return default;
        }

        if (element is null)
        {
            errors.Add(statement.Path, "Missing required field Principal", "Add \"Principal\": {\"AWS\": \"arn:...\"}.");
            return [];
        }

        if (statement["Principal"] is not null && statement["NotPrincipal"] is { } both)
        {
            errors.Add(both.Path, "Syntax errors in policy.", "A statement has Principal or NotPrincipal, not both.");
        }

        if (kind == PolicyKind.Trust && statement["NotPrincipal"] is { } prohibited)
        {
            errors.Add(prohibited.Path, "Has prohibited field NotPrincipal.", "Name in Principal who may assume the role.");
        }

        return PrincipalReader.Read(element, errors);
    }

    private ImmutableArray<Condition> ReadConditions(JsonTree? element) => element is null ? [] : ConditionReader.Read(element, variables, errors);

    private JsonTree? OneOf(JsonTree statement, string name, string opposite, string missing)
    {
        if (statement[name] is not null && statement[opposite] is { } both)
        {
            errors.Add(both.Path, "Syntax errors in policy.", $"A statement has {name} or {opposite}, not both.");
        }

        var element = statement[name] ?? statement[opposite];
        if (element is null)
        {
            errors.Add(statement.Path, missing, $"Add {name}.");
        }

        return element;
    }

    private IEnumerable<JsonTree> Strings(JsonTree element)
    {
        var list = element.AsList();
        if (list.Count == 0)
        {
            errors.Add(element.Path, "Syntax errors in policy.", "The list is empty: name at least one, or remove the statement.");
        }

        foreach (var item in list)
        {
            if (item.Kind == JsonTokenType.String)
            {
                yield return item;
            }
            else
            {
                errors.Add(item.Path, "Syntax errors in policy.", "A string belongs here.");
            }
        }
    }
}
