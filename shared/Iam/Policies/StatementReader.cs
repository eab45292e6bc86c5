using System.Collections.Immutable;
using System.Text.Json;
using Iam.Matching;

namespace Iam.Policies;

/// <summary>Reads one statement under the rules of its policy's kind.</summary>
internal sealed class StatementReader(PolicyKind kind, PolicyParseOptions options, bool variables, PolicyErrors errors)
{
    private static readonly string[] Elements =
        ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

    private static readonly string[] TrustActions =
        ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity", "sts:SetContext", "sts:SetSourceIdentity", "sts:TagSession"];

    /// <summary>Nobody has seen IAM refuse it; what else has a wildcard before the colon it does (recorded: cdk-preflight, pf-iam-policy-action-vendor-wildcard).</summary>
    private const string EveryAction = "*:*";

    private bool NamesPrincipals => kind is PolicyKind.Resource or PolicyKind.Trust or PolicyKind.ResourceControl;

    public Statement Read(JsonTree statement, int index)
    {
        foreach (var (name, element) in statement.Members)
        {
            if (!Elements.Contains(name))
            {
                errors.Add(element, "Syntax errors in policy.", $"'{PolicyErrors.Clip(name)}' is no element of a statement. {Suggestion.For(name, Elements)}");
            }
        }

        if (kind == PolicyKind.ResourceControl)
        {
            ResourceControlRules.Check(statement, errors);
        }

        var sid = ReadSid(statement["Sid"]);
        var denies = ReadEffect(statement);
        var read = new Statement(index)
        {
            Sid = sid,
            Denies = denies,
            Actions = ReadActions(statement),
            NotAction = statement["NotAction"] is not null,
            Resources = ReadResources(statement),
            NotResource = statement["NotResource"] is not null,
            Principals = ReadPrincipals(statement),
            NotPrincipal = statement["NotPrincipal"] is not null,
            Conditions = statement["Condition"] is { } block ? new ConditionReader(kind == PolicyKind.Session || options.Stored, variables, denies, errors).Read(block) : [],
        };
        if (kind == PolicyKind.Trust && !options.Stored)
        {
            SharedIssuers.Check(read, statement, errors);
        }

        return read;
    }

    private string? ReadSid(JsonTree? sid)
    {
        if (sid is null)
        {
            return null;
        }

        if (!sid.IsString)
        {
            errors.Add(sid, "Syntax errors in policy.", "Sid is a string.");
        }
        else if (kind is not PolicyKind.Resource && sid.Text!.Any(c => !char.IsAsciiLetterOrDigit(c)))
        {
            errors.Add(sid, "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*", "Use letters and digits only.");
        }

        return sid.Text;
    }

    private bool ReadEffect(JsonTree statement)
    {
        if (statement["Effect"] is not { } effect)
        {
            errors.Add(statement, "Syntax errors in policy.", "Add \"Effect\": \"Allow\" or \"Deny\".");
            return true;
        }

        if (effect.Text is not ("Allow" or "Deny") || !effect.IsString)
        {
            errors.Add(effect, "Syntax errors in policy.", "Effect is \"Allow\" or \"Deny\", spelled exactly so.");
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
        foreach (var action in Strings(element, "Policy statement must contain actions."))
        {
            var colons = action.Text!.Count(c => c == ':');
            if (action.Text != "*" && colons == 0)
            {
                errors.Add(action, "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.", "Write service:Action, such as execute-api:Invoke.");
            }
            else if (colons > 1)
            {
                errors.Add(action, "Actions/Condition can contain only one colon.", "Write service:Action, such as execute-api:Invoke.");
            }
            else if (!options.Stored && action.Text != EveryAction && HasWildcard(action.Text.AsSpan(0, Math.Max(action.Text!.IndexOf(':', StringComparison.Ordinal), 0))))
            {
                errors.Add(action, "Action vendors (e.g., aws, ec2, etc.) must not contain wildcards.", "Write the service's prefix in full, such as execute-api, or \"*\" alone.");
            }
            else if (action.Text != "*" && !IsVendor(action.Text.AsSpan(0, action.Text!.IndexOf(':', StringComparison.Ordinal))))
            {
                errors.Add(
                    action, $"Vendor {PolicyErrors.Clip(action.Text[..action.Text.IndexOf(':', StringComparison.Ordinal)])} is not valid",
                    "Write the service's prefix, such as execute-api, without wildcards.");
            }
            else if (kind == PolicyKind.Trust && !IsOfTrust(action.Text!))
            {
                errors.Add(action, "AssumeRole policy may only specify STS AssumeRole actions.", "A trust policy names sts:AssumeRole and its like.");
            }

            actions.Add(PolicyPattern.Compile(action.Text!, WildcardScope.Text, ignoreCase: true, variables: false));
        }

        return actions.ToImmutable();
    }

    /// <summary>
    /// IAM compares the actions of a trust policy to the letter, though a decision ignores case (captured: iam/policy/testdata/oidc_trust_controls_edges_aws.json of
    /// radkawar/stackd).
    /// </summary>
    private bool IsOfTrust(string action) => options.Stored
        ? action.StartsWith("sts:", StringComparison.OrdinalIgnoreCase) || action == "*"
        : action == "*" || (action.StartsWith("sts:", StringComparison.Ordinal)
            && !TrustActions.Any(known => known != action && known.Equals(action, StringComparison.OrdinalIgnoreCase)));

    private ImmutableArray<PolicyPattern> ReadResources(JsonTree statement)
    {
        if (kind == PolicyKind.Trust)
        {
            foreach (var name in (ReadOnlySpan<string>)["Resource", "NotResource"])
            {
                if (statement[name] is { } forbidden)
                {
                    errors.Add(forbidden, $"Has prohibited field {name}.", "A trust policy applies to its own role: remove the element.");
                }
            }

            return default;
        }

        if (OneOf(statement, "Resource", "NotResource", "Policy statement must contain resources.") is not { } element)
        {
            return [];
        }

        return [.. Strings(element, "Policy statement must contain resources.")
            .Select(r => PolicyPattern.Compile(Resource(r), WildcardScope.Resource, ignoreCase: false, variables))];
    }

    /// <summary>Checks a resource, and expands API Gateway's short form.</summary>
    private string Resource(JsonTree resource)
    {
        var text = resource.Text!;
        if (options.ExecuteApiArn is { } api && text.StartsWith("execute-api:", StringComparison.Ordinal))
        {
            return $"{api}/{text["execute-api:".Length..].TrimStart('/')}";
        }

        if (ResourceCheck.Fault(text, variables, options.Simulated, options.Stored) is var (message, remedy))
        {
            errors.Add(resource, message, remedy);
        }

        return text;
    }

    private static bool HasWildcard(ReadOnlySpan<char> prefix) => prefix.IndexOfAny('*', '?') >= 0;

    private static bool IsVendor(ReadOnlySpan<char> prefix)
    {
        if (prefix is "*")
        {
            return true;
        }

        foreach (var c in prefix)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not '-')
            {
                return false;
            }
        }

        return !prefix.IsEmpty;
    }

    private ImmutableArray<PrincipalPattern> ReadPrincipals(JsonTree statement)
    {
        var element = statement["Principal"] ?? statement["NotPrincipal"];
        if (!NamesPrincipals)
        {
            if (element is not null)
            {
                errors.Add(element, "Policy document should not specify a principal.", "An identity policy applies to whom it is attached: remove the element.");
            }

            return default;
        }

        if (element is null)
        {
            errors.Add(statement, "Missing required field Principal", "Add \"Principal\": {\"AWS\": \"arn:...\"}.");
            return [];
        }

        if (statement["Principal"] is not null && statement["NotPrincipal"] is { } both)
        {
            errors.Add(both, "Syntax errors in policy.", "A statement has Principal or NotPrincipal, not both.");
        }

        if (kind == PolicyKind.Trust && statement["NotPrincipal"] is { } prohibited)
        {
            errors.Add(prohibited, "Has prohibited field NotPrincipal.", "Name in Principal who may assume the role.");
        }

        return PrincipalReader.Read(element, kind == PolicyKind.Trust && !options.Stored, errors);
    }

    private JsonTree? OneOf(JsonTree statement, string name, string opposite, string missing)
    {
        if (statement[name] is not null && statement[opposite] is { } both)
        {
            errors.Add(both, "Syntax errors in policy.", $"A statement has {name} or {opposite}, not both.");
        }

        var element = statement[name] ?? statement[opposite];
        if (element is null)
        {
            errors.Add(statement, missing, $"Add {name}.");
        }

        return element;
    }

    private IEnumerable<JsonTree> Strings(JsonTree element, string missing)
    {
        var list = element.AsList();
        if (list.Count == 0)
        {
            errors.Add(element, missing, "The list is empty: name at least one, or remove the statement.");
        }

        foreach (var item in list)
        {
            if (item.Kind == JsonTokenType.String)
            {
                yield return item;
            }
            else
            {
                errors.Add(item, "Syntax errors in policy.", "A string belongs here.");
            }
        }
    }
}
