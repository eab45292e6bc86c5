using System.Collections.Immutable;
using System.Text.Json;
using Iam.Policies;

namespace Iam.Simulation;

/// <summary>A request with every policy that has a say in it.</summary>
internal sealed record PolicyCase(AccessRequest Request, PrincipalPolicies Caller, Policy? ResourcePolicy, Guardrails Guardrails);

/// <summary>
/// Reads one case, strictly: a policy with errors or a missing part is an error, and so is a member that may be a misspelt one. Others, such as a name
/// or what somebody expects, are taken for notes.
/// </summary>
internal sealed class PolicyCaseReader
{
    private static readonly string[] Members =
    [
        "principal", "action", "resource", "resourceAccount", "context", "identityPolicies", "resourcePolicy", "permissionBoundaries", "sessionPolicies",
        "serviceControlPolicies", "resourceControlPolicies",
    ];

    /// <summary>What a member that bears on the decision has in its name.</summary>
    private static readonly string[] Telling = ["polic", "boundar", "control", "scp", "rcp", "principal", "context", "session", "resource", "action", "account"];

    private readonly ImmutableArray<CaseError>.Builder errors = ImmutableArray.CreateBuilder<CaseError>();

    public ImmutableArray<CaseError> Errors => errors.ToImmutable();

    /// <summary>Null when there are errors.</summary>
    public PolicyCase? Read(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            Fault("", "A case is a JSON object.", "Write {\"principal\": \"arn:...\", \"action\": \"...\", \"resource\": \"arn:...\", ...}.");
            return null;
        }

        CheckMembers(element);
        var context = Context(element);
        var principal = Principal(element, context);
        var action = Text(element, "action", "such as execute-api:Invoke");
        var resource = Text(element, "resource", "the ARN of what is touched");
        var owner = principal is null || resource is null ? null : Owner(element, resource, principal);
        var caller = new PrincipalPolicies(
            Policies(element, "identityPolicies", PolicyKind.Identity),
            OrNone(Policies(element, "permissionBoundaries", PolicyKind.Boundary)),
            OrNone(Policies(element, "sessionPolicies", PolicyKind.Session)));
        var guardrails = new Guardrails(
            Levels(element, "serviceControlPolicies", PolicyKind.ServiceControl), Levels(element, "resourceControlPolicies", PolicyKind.ResourceControl));
        var resourcePolicy = ResourcePolicy(element, action, resource);
        if (errors.Count > 0)
        {
            return null;
        }

        var keys = CasePrincipal.KeysOf(principal!);
        foreach (var (key, values) in context)
        {
            keys.Set(key, values);
        }

        return new PolicyCase(new AccessRequest(principal!, action!, resource!, owner!.Value, keys), caller, resourcePolicy, guardrails);
    }

    private static ImmutableArray<Policy> OrNone(ImmutableArray<Policy> policies) => policies.IsEmpty ? default : policies;

    private void CheckMembers(JsonElement element)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            if (!Members.Contains(member.Name) && (Suggestion.IsNear(member.Name, Members) || Telling.Any(t => member.Name.Contains(t, StringComparison.OrdinalIgnoreCase))))
            {
                Fault(PolicyErrors.Clip(member.Name), "This is no member of a case.", Suggestion.For(member.Name, Members));
            }
            else if (!seen.Add(member.Name))
            {
                Fault(member.Name, "The member is there twice.", "Merge the two.");
            }
        }
    }

    private Principal? Principal(JsonElement element, Dictionary<string, ImmutableArray<string>> context)
    {
        if (!element.TryGetProperty("principal", out var value))
        {
            Fault("principal", "The case has no principal.", "Add \"principal\": an ARN, an account, \"anonymous\", or {\"Service\": ...} or {\"Federated\": ...}.");
            return null;
        }

        var principal = CasePrincipal.Read(value, context);
        if (principal is null)
        {
            Fault(
                "principal", $"{PolicyErrors.Clip(value.ToString())} is no principal.",
                "Write the ARN of a user, role, role session, federated user or root, an account, \"anonymous\", "
                + "or {\"Service\": ...}, {\"Federated\": ...} or {\"CanonicalUser\": ...}.");
        }

        return principal;
    }

    private AccountId? Owner(JsonElement element, string resource, Principal principal)
    {
        if (element.TryGetProperty("resourceAccount", out var value) && value.ValueKind != JsonValueKind.Null)
        {
            if (AccountId.TryParse(value.ToString(), out var given))
            {
                return given;
            }

            Fault("resourceAccount", $"'{PolicyErrors.Clip(value.ToString())}' is no account.", "Write twelve digits, as a string.");
            return null;
        }

        return Arn.TryParse(resource, out var arn) && AccountId.TryParse(arn.Account, out var inArn) ? inArn : principal.Account ?? default(AccountId);
    }

    private string? Text(JsonElement element, string member, string what)
    {
        if (element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        Fault(member, $"The case has no {member}.", $"Add \"{member}\": {what}.");
        return null;
    }

    private Dictionary<string, ImmutableArray<string>> Context(JsonElement element)
    {
        var context = new Dictionary<string, ImmutableArray<string>>(StringComparer.OrdinalIgnoreCase);
        if (!element.TryGetProperty("context", out var keys) || keys.ValueKind == JsonValueKind.Null)
        {
            return context;
        }

        if (keys.ValueKind != JsonValueKind.Object)
        {
            Fault("context", "The context is no object.", "Write {\"aws:SourceIp\": [\"203.0.113.7\"]}.");
            return context;
        }

        foreach (var key in keys.EnumerateObject())
        {
            var values = key.Value.ValueKind == JsonValueKind.Array ? [.. key.Value.EnumerateArray()] : ImmutableArray.Create(key.Value);
            if (values.Any(v => v.ValueKind is not (JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)))
            {
                Fault($"context.{PolicyErrors.Clip(key.Name)}", "A value is no text.", "Write a list of strings.");
            }
            else if (!context.TryAdd(key.Name, [.. values.Select(v => v.ValueKind == JsonValueKind.String ? v.GetString()! : v.GetRawText())]))
            {
                Fault($"context.{PolicyErrors.Clip(key.Name)}", "The key is there twice: condition keys ignore case.", "Merge the two.");
            }
        }

        return context;
    }

    private Policy? ResourcePolicy(JsonElement element, string? action, string? resource)
    {
        if (!element.TryGetProperty("resourcePolicy", out var policy) || policy.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        // A role's resource policy is its trust policy. It is one that somebody has stored, whatever IAM asks of new ones.
        var isTrust = action?.StartsWith("sts:", StringComparison.OrdinalIgnoreCase) == true && Arn.TryParse(resource, out var arn) && arn.Service == "iam";
        return Policy(policy, "resourcePolicy", isTrust ? PolicyKind.Trust : PolicyKind.Resource, new PolicyParseOptions(ExecuteApiArn(resource)) { Stored = isTrust });
    }

    /// <summary>What <c>execute-api:/stage/METHOD/path</c> is short for, when the resource is an API's.</summary>
    private static string? ExecuteApiArn(string? resource) =>
        Arn.TryParse(resource, out var arn) && arn.Service == "execute-api" ? (arn with { Resource = arn.Resource.Split('/')[0] }).ToString() : null;

    private ImmutableArray<ImmutableArray<Policy>> Levels(JsonElement element, string member, PolicyKind kind)
    {
        if (!element.TryGetProperty(member, out var levels) || levels.ValueKind == JsonValueKind.Null)
        {
            return default;
        }

        if (levels.ValueKind != JsonValueKind.Array || levels.EnumerateArray().Any(l => l.ValueKind != JsonValueKind.Array))
        {
            Fault(member, "This is no list of levels.", "Write a list of lists: one for each level of the organisation, from the root down to the account.");
            return default;
        }

        return [.. levels.EnumerateArray().Select((level, i) => Policies(level, $"{member}[{i}]", kind))];
    }

    private ImmutableArray<Policy> Policies(JsonElement element, string member, PolicyKind kind)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            if (!element.TryGetProperty(member, out var list) || list.ValueKind == JsonValueKind.Null)
            {
                return [];
            }

            element = list;
        }

        if (element.ValueKind != JsonValueKind.Array)
        {
            Fault(member, "This is no list of policies.", "Write a list, also for one policy.");
            return [];
        }

        return [.. element.EnumerateArray().Select((policy, i) => Policy(policy, $"{member}[{i}]", kind)).OfType<Policy>()];
    }

    private Policy? Policy(JsonElement element, string member, PolicyKind kind, PolicyParseOptions? options = null)
    {
        var json = element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
        var result = Iam.Policy.Parse(json, kind, new PolicyOrigin(member), (options ?? new PolicyParseOptions()) with { Simulated = true });
        errors.AddRange(result.Errors.Select(e => new CaseError(member, e)));
        return result.Policy;
    }

    private void Fault(string member, string message, string remedy) => errors.Add(new CaseError(member, new PolicyError("$", message, remedy)));
}
