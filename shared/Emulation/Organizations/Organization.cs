using System.Collections.Immutable;
using System.Text.Json;
using Iam;

namespace Emulation.Organizations;

/// <summary>
/// The policies of an AWS organisation, from a file:
/// <c>{"id": "o-...", "managementAccount": "...", "accounts": {"111122223333": {"path": "o-.../r-.../", "serviceControlPolicies": [[...], ...],
/// "resourceControlPolicies": [[...], ...]}}}</c>,
/// a list for each level from the root down to the account; <c>"*"</c> stands for all other accounts. Each policy is plain JSON, or
/// <c>{"Name": ..., "Arn": ..., "Content": policy}</c>.
/// </summary>
internal sealed class Organization
{
    private readonly Dictionary<string, Guardrails> ofAccount = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> paths = new(StringComparer.Ordinal);
    private readonly string? id;
    private readonly string? managementAccount;

    private Organization(string? id, string? managementAccount)
    {
        this.id = id;
        this.managementAccount = managementAccount;
    }

    /// <summary>An account that belongs to no organisation.</summary>
    public static Organization None { get; } = new(null, null);

    /// <summary>Every policy of the organisation.</summary>
    public IEnumerable<Policy> Policies => ofAccount.Values.SelectMany(static account => Levels(account.ServiceControl).Concat(Levels(account.ResourceControl)));

    /// <summary>
    /// The policies for a request to a service that resource control policies do not cover, as they do not cover API Gateway and Lambda. AWS
    /// Organizations User Guide, "List of AWS services that support RCPs".
    /// </summary>
    public Guardrails ForCaller(AccountId? caller) => new(caller is { } account ? Of(account).ServiceControl : default);

    /// <summary>The policies for a request: those above the caller's account, and those above the resource's.</summary>
    public Guardrails For(AccountId? caller, AccountId resource) => new(
        caller is { } account ? Of(account).ServiceControl : default, Of(resource).ResourceControl);

    /// <summary>The policies for an action: resource control policies among them when they cover its service.</summary>
    public Guardrails For(AccountId? caller, AccountId resource, string action) => ResourceControlServices.Cover(action) ? For(caller, resource) : ForCaller(caller);

    /// <summary>Reads a file.</summary>
    /// <exception cref="UsageException">The file cannot be read, or a policy in it is not one that AWS takes; all errors are named.</exception>
    public static Organization Load(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return new Reader(file).Read(document.RootElement);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new UsageException($"{file}: {e.Message}");
        }
    }

    /// <summary>Adds <c>aws:PrincipalOrgID</c> and <c>aws:PrincipalOrgPaths</c> for a caller whose account the file lists.</summary>
    public void AddKeys(ConditionContext context, AccountId? caller) => AddMembership(context, caller?.ToString() ?? "", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths");

    /// <summary>Adds <c>aws:ResourceAccount</c>, and the resource's organisation where the file lists the account. "Properties of the resource".</summary>
    public void AddResourceKeys(ConditionContext context, AccountId owner)
    {
        context.Set("aws:ResourceAccount", owner.ToString());
        AddMembership(context, owner.ToString(), "aws:ResourceOrgID", "aws:ResourceOrgPaths");
    }

    private static IEnumerable<Policy> Levels(ImmutableArray<ImmutableArray<Policy>> levels) => levels.IsDefault ? [] : levels.SelectMany(static level => level);

    private void AddMembership(ConditionContext context, string account, string idKey, string pathsKey)
    {
        if (id is not null && (ofAccount.ContainsKey(account) || account == managementAccount))
        {
            context.Set(idKey, id);
            if (paths.TryGetValue(account, out var path))
            {
                context.Set(pathsKey, path);
            }
        }
    }

    /// <summary>Neither kind applies to the management account.</summary>
    private Guardrails Of(AccountId account) => account.ToString() == managementAccount
        ? Guardrails.None
        : ofAccount.GetValueOrDefault(account.ToString()) ?? ofAccount.GetValueOrDefault("*") ?? Guardrails.None;

    private sealed class Reader(string file)
    {
        private readonly List<string> errors = [];

        public Organization Read(JsonElement root)
        {
            Expect(root, "", "id", "managementAccount", "accounts");
            var organization = new Organization(Text(root, "id"), Text(root, "managementAccount"));
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("accounts", out var accounts) && accounts.ValueKind == JsonValueKind.Object)
            {
                foreach (var account in accounts.EnumerateObject())
                {
                    if (account.Name != "*" && !AccountId.TryParse(account.Name, out _))
                    {
                        errors.Add($"accounts.{account.Name}: an account has twelve digits, or is \"*\".");
                    }

                    organization.ofAccount[account.Name] = Account(account.Value, $"accounts.{account.Name}");
                    if (Text(account.Value, "path") is { } path)
                    {
                        organization.paths[account.Name] = path;
                    }
                }
            }

            return errors.Count == 0 ? organization : throw new UsageException(string.Join(Environment.NewLine, errors.Select(e => $"{file}: {e}")));
        }

        private static string? Text(JsonElement element, string member) =>
            element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

        private Guardrails Account(JsonElement element, string path)
        {
            Expect(element, path, "path", "serviceControlPolicies", "resourceControlPolicies");
            return new Guardrails(
                Levels(element, path, "serviceControlPolicies", PolicyKind.ServiceControl),
                Levels(element, path, "resourceControlPolicies", PolicyKind.ResourceControl));
        }

        private ImmutableArray<ImmutableArray<Policy>> Levels(JsonElement element, string path, string member, PolicyKind kind)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(member, out var levels))
            {
                return default;
            }

            if (levels.ValueKind != JsonValueKind.Array || levels.EnumerateArray().Any(l => l.ValueKind != JsonValueKind.Array))
            {
                errors.Add($"{path}.{member}: write a list of lists, one for each level from the root down to the account.");
                return default;
            }

            return [.. levels.EnumerateArray().Select((level, i) =>
                level.EnumerateArray().Select((policy, j) => Read(policy, $"{path}.{member}[{i}][{j}]", kind)).OfType<Policy>().ToImmutableArray())];
        }

        private Policy? Read(JsonElement element, string path, PolicyKind kind)
        {
            var isNamed = element.ValueKind == JsonValueKind.Object && element.TryGetProperty("Content", out _);
            var json = isNamed ? element.GetProperty("Content").GetRawText() : element.GetRawText();
            var name = isNamed && element.TryGetProperty("Name", out var given) ? given.GetString()! : path;
            var arn = isNamed && element.TryGetProperty("Arn", out var named) ? named.GetString() : null;
            var result = Policy.Parse(json, kind, new PolicyOrigin(name, arn, file));
            errors.AddRange(result.Errors.Select(e => $"{path}{e.JsonPath[1..]}: {e.Message} {e.Remedy}"));
            if (PolicyQuota.Organization.SizeOf(json) > PolicyQuota.Organization.Characters)
            {
                errors.Add($"{path}: {PolicyQuota.Organization.Message}.");
            }

            return result.Policy;
        }

        private void Expect(JsonElement element, string path, params string[] members)
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                errors.Add($"{path}: a JSON object with {string.Join(", ", members)} belongs here.");
                return;
            }

            errors.AddRange(element.EnumerateObject().Where(m => !members.Contains(m.Name)).Select(m => $"{path}.{m.Name}: only {string.Join(", ", members)} are known here."));
        }
    }
}
