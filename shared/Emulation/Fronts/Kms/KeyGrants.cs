using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Fronts.Kms;

/// <summary>
/// The grants of a key, kept as statements beside its policy: for the grantee what it may do, under the grant's constraints, and for whoever may retire it, the account that gave
/// it among them. AWS KMS Developer Guide, "Grants in AWS KMS".
/// </summary>
internal static class KeyGrants
{
    private const string ContextKey = "kms:EncryptionContext:";
    private const string Equality = "EncryptionContextEquals";
    private const string Subset = "EncryptionContextSubset";
    private const char Separator = '/';
    private const string Issuer = "/issuer";
    private static readonly Lock Gate = new();

    /// <summary>AWS KMS API Reference, CreateGrant, "Operations".</summary>
    private static readonly string[] Operations =
    [
        "CreateGrant", "Decrypt", "DeriveSharedSecret", "DescribeKey", "Encrypt", "GenerateDataKey", "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext",
        "GenerateDataKeyWithoutPlaintext", "GenerateMac", "GetPublicKey", "ReEncryptFrom", "ReEncryptTo", "RetireGrant", "Sign", "Verify", "VerifyMac",
    ];

    /// <summary>Constraints are not asked of them. AWS KMS API Reference, GrantConstraints.</summary>
    private static readonly string[] Unconstrained = ["DescribeKey", "RetireGrant"];

    /// <summary>The grants that bear on a call, as statements; null where there are none.</summary>
    /// <param name="call">The call.</param>
    /// <param name="key">The key's ARN.</param>
    /// <param name="context">The call's encryption context, whose names a grant compares by case.</param>
    /// <param name="retired">The grant that is retired: no other gives the right to; null for other calls.</param>
    public static Policy? Of(FrontCall call, string key, EncryptionContext context, string? retired)
    {
        var grants = call.Policies.Of(NameOf(key));
        foreach (var statement in grants?.Statements ?? [])
        {
            var isOther = retired is not null && GrantOf(statement.Sid!) != retired;
            if (isOther || statement.ConditionTexts.Any(one => one.Key.StartsWith(ContextKey, StringComparison.Ordinal) && !context.Has(one.Key[ContextKey.Length..])))
            {
                grants = grants!.WithoutStatement(statement.Index);
            }
        }

        return retired is null || grants?.Statements.Any(statement => statement.Sid == retired + Issuer) == true ? grants
            : grants?.With(OfOwner(key)) ?? OfOwner(key);
    }

    /// <summary>Those grants that an account gave, and the rest.</summary>
    public static (Policy? Given, Policy Others) ByAccount(Policy grants, AccountId account)
    {
        var given = grants.Statements.Where(statement => statement.Sid?.EndsWith(Issuer, StringComparison.Ordinal) == true && statement.PrincipalTexts.Contains(account.ToString()))
            .Select(static statement => GrantOf(statement.Sid!)).ToHashSet(StringComparer.Ordinal);
        return (given.Count == 0 ? null : Left(isGiven: true), Left(isGiven: false));

        Policy Left(bool isGiven) => grants.Statements.Where(statement => given.Contains(GrantOf(statement.Sid ?? "")) != isGiven)
            .Aggregate(grants, static (left, statement) => left.WithoutStatement(statement.Index));
    }

    /// <summary>Reads what a call grants.</summary>
    /// <exception cref="RefusedException">It grants nothing that a grant can, or to nobody.</exception>
    public static Action<string> Created(FrontCall call, string key)
    {
        var grantee = GrantPrincipal.Needed(call, "GranteePrincipal").Element;
        var operations = call.Texts("Operations");
        if (operations.Count == 0 || operations.Any(static one => !Operations.Contains(one)))
        {
            throw FrontCall.Invalid($"Operations must be some of {string.Join(", ", Operations)}.");
        }

        List<JsonObject> statements = [];
        var constrained = operations.Except(Unconstrained).Where(static one => one != "CreateGrant").ToList();
        var conditions = ConditionsOf(call);
        Add("", grantee, constrained, conditions);
        Add("/unconstrained", grantee, [.. operations.Intersect(Unconstrained)], []);
        Add("/create", grantee, [.. operations.Where(static one => one == "CreateGrant")], Narrower(call, operations, conditions));
        if (GrantPrincipal.Of(call, "RetiringPrincipal") is { } retiring)
        {
            Add("/retiring", retiring.Element, ["RetireGrant"], []);
        }

        Add(Issuer, PolicyStatements.Accounts([call.Home.ToString()]), ["RetireGrant"], []);
        return grant => Change(call, key, kept => kept.Concat(statements.Select(one => Named(one, grant))));

        void Add(string suffix, JsonObject principal, IReadOnlyList<string> allowed, JsonObject condition)
        {
            if (allowed.Count > 0)
            {
                var statement = new JsonObject
                {
                    ["Sid"] = suffix,
                    ["Effect"] = "Allow",
                    ["Principal"] = principal.DeepClone(),
                    ["Action"] = new JsonArray([.. allowed.Select(static one => (JsonNode)$"kms:{one}")]),
                    ["Resource"] = key,
                };
                if (condition.Count > 0)
                {
                    statement["Condition"] = condition.DeepClone();
                }

                statements.Add(statement);
            }
        }
    }

    /// <summary>Takes a grant away.</summary>
    public static void Remove(FrontCall call, string key, string grant) =>
        Change(call, key, kept => kept.Where(one => GrantOf((string)one["Sid"]!) != grant));

    /// <summary>What a call of CreateGrant says to policies, beside the context of its constraints.</summary>
    public static IEnumerable<ConditionKey> KeysOf(FrontCall call)
    {
        yield return new ConditionKey("kms:GrantOperations", [.. call.Texts("Operations")]);
        yield return new ConditionKey("kms:GrantIsForAWSResource", "false");
        var grantee = GrantPrincipal.Needed(call, "GranteePrincipal");
        yield return new ConditionKey(grantee.IsService ? "kms:GranteeServicePrincipal" : "kms:GranteePrincipal", grantee.Text);
        if (GrantPrincipal.Of(call, "RetiringPrincipal") is { } retiring)
        {
            yield return new ConditionKey(retiring.IsService ? "kms:RetiringServicePrincipal" : "kms:RetiringPrincipal", retiring.Text);
        }

        if (Constraint(call) is var (type, _))
        {
            yield return new ConditionKey("kms:GrantConstraintType", type);
        }
    }

    /// <summary>The context that a call's constraints name.</summary>
    public static EncryptionContext ContextOf(FrontCall call) => Constraint(call)?.Context ?? EncryptionContext.None;

    private static (string Type, EncryptionContext Context)? Constraint(FrontCall call)
    {
        if (call.Structure("Constraints") is not { } constraints)
        {
            return null;
        }

        var (equal, subset) = (constraints.Structure(Equality), constraints.Structure(Subset));
        return (equal, subset) switch
        {
            (not null, not null) => throw FrontCall.Invalid($"Constraints must be {Equality} or {Subset}, and not both."),
            (not null, null) => (Equality, EncryptionContext.Of(equal.Members)),
            (null, not null) => (Subset, EncryptionContext.Of(subset.Members)),
            _ => constraints.Members.Count == 0 ? null : throw FrontCall.Invalid("LocalAws keeps grants with constraints on the encryption context only."),
        };
    }

    private static JsonObject ConditionsOf(FrontCall call)
    {
        var conditions = new JsonObject();
        if (Constraint(call) is not var (type, context))
        {
            return conditions;
        }

        if (context.Pairs.Count > 0)
        {
            conditions["StringEquals"] = new JsonObject(context.Pairs.Select(static pair => KeyValuePair.Create(ContextKey + pair.Key, (JsonNode?)pair.Value)));
        }

        if (type == Equality && context.Pairs.Count > 0)
        {
            var names = new JsonArray([.. context.Pairs.Select(static pair => (JsonNode)pair.Key)]);
            conditions["ForAllValues:StringEquals"] = new JsonObject { ["kms:EncryptionContextKeys"] = names };
        }
        else if (type == Equality)
        {
            conditions["Null"] = new JsonObject { ["kms:EncryptionContextKeys"] = "true" };
        }

        return conditions;
    }

    /// <summary>A grant that gives grants passes on what it has at most, and no looser constraint.</summary>
    private static JsonObject Narrower(FrontCall call, IReadOnlyList<string> operations, JsonObject conditions)
    {
        var narrower = (JsonObject)conditions.DeepClone();
        var own = new JsonArray([.. operations.Select(static one => (JsonNode)one)]);
        narrower["ForAllValues:StringEquals"] = Merged(narrower["ForAllValues:StringEquals"], "kms:GrantOperations", own);
        narrower["Null"] = Merged(narrower["Null"], "kms:GrantOperations", "false");
        if (Constraint(call) is (Equality, _))
        {
            narrower["StringEquals"] = Merged(narrower["StringEquals"], "kms:GrantConstraintType", Equality);
        }

        return narrower;

        static JsonObject Merged(JsonNode? block, string key, JsonNode value)
        {
            var merged = (block as JsonObject)?.DeepClone() as JsonObject ?? [];
            merged[key] = value;
            return merged;
        }
    }

    /// <summary>A grant of which nobody here knows who gave it counts as given by the key's account.</summary>
    private static Policy OfOwner(string key)
    {
        var statement = new JsonObject
        {
            ["Sid"] = Issuer,
            ["Effect"] = "Allow",
            ["Principal"] = PolicyStatements.Accounts([Arn.Parse(key).Account]),
            ["Action"] = "kms:RetireGrant",
            ["Resource"] = "*",
        };
        var document = new JsonObject { ["Version"] = "2008-10-17", ["Statement"] = new JsonArray(statement) };
        return ResourcePolicies.Parse(NameOf(key), document.ToJsonString()).Policy!;
    }

    private static JsonObject Named(JsonObject statement, string grant)
    {
        var named = (JsonObject)statement.DeepClone();
        named["Sid"] = grant + (string?)statement["Sid"];
        return named;
    }

    private static string GrantOf(string sid) => sid.Split(Separator)[0];

    private static void Change(FrontCall call, string key, Func<IEnumerable<JsonObject>, IEnumerable<JsonObject>> change)
    {
        lock (Gate)
        {
            // As it is in force: whoever was deleted stays somebody else than who gets the name later.
            IEnumerable<JsonObject> kept = call.Policies.Of(NameOf(key)) is { } grants ? ((JsonArray)JsonNode.Parse(grants.Json)!["Statement"]!).OfType<JsonObject>() : [];
            JsonNode[] statements = [.. change(kept).Select(static one => one.DeepClone())];
            if (statements.Length == 0)
            {
                call.Policies.Delete(NameOf(key));
                return;
            }

            // The older version has no variables: what a grant compares with is text.
            var document = new JsonObject { ["Version"] = "2008-10-17", ["Statement"] = new JsonArray(statements) };
            var policy = ResourcePolicies.Parse(NameOf(key), document.ToJsonString()).Policy ?? throw new InvalidOperationException("A grant makes statements that are none.");
            call.Policies.Put(NameOf(key), policy);
        }
    }

    private static string NameOf(string key) => $"{key}#grants";
}
