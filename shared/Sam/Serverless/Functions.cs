using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Iam;
using Sam.Errors;
using Sam.Intrinsics;
using Sam.Naming;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>Builds the Lambda functions. One that cannot be run here is closed: who may call it is decided all the same.</summary>
internal sealed class Functions(
    ImmutableArray<Resource> resources, ImmutableArray<Role> roles, Permissions permissions, Evaluator evaluator, string templateFolder, string file)
{
    // Lambda: "Defined runtime environment variables", reserved ones. A template that sets one does not deploy.
    private static readonly FrozenSet<string> ReservedVariables = FrozenSet.Create(
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION", "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API", "AWS_REGION", "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN", "LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT");

    /// <summary>In bytes. "Lambda quotas".</summary>
    private const int LongestEnvironment = 4096;

    private readonly FrozenSet<string> knownRoles = roles.Select(static role => role.Arn.ToString()).ToFrozenSet(StringComparer.Ordinal);
    private readonly FrozenSet<string> declaredRoles =
        resources.Where(static one => one.TypeName == "AWS::IAM::Role").Select(static role => role.Physical.IamArn("role")).ToFrozenSet(StringComparer.Ordinal);

    private readonly ILookup<string, string> qualifiers = resources
        .Where(static one => one.TypeName is "AWS::Lambda::Alias" or "AWS::Lambda::Version")
        .Select(static one => FunctionSpelling.Read(one.Declaration.Type!.Ref(one.Physical)))
        .Where(static one => one?.Qualifier is not null)
        .ToLookup(static one => one!.Value.Name, static one => one!.Value.Qualifier!, StringComparer.Ordinal);

    private readonly FunctionSettings settings = new(resources, evaluator);
    private readonly CloudAssets assets = new(Path.Combine(templateFolder, Path.GetFileName(file)));

    public ImmutableArray<Function> Build() => [.. resources.Where(FunctionArns.IsFunction).Select(Build).OfType<Function>()];

    private Function? Build(Resource resource)
    {
        var values = resource.Values;
        var environment = Environment(values);
        var timeout = values.Integer("Timeout", 1, 900) ?? 3;
        var memory = values.Integer("MemorySize", 128, values["CapacityProviderConfig"] is null ? 10240 : 32768) ?? 128;
        var concurrency = values.Integer("ReservedConcurrentExecutions", 0, int.MaxValue);
        var architectures = values.Texts("Architectures");
        var policy = permissions.Of(resource);
        var tags = Tags(resource);
        // Each is read, so that every missing one is told at once.
        var code = new FunctionCode(resource, templateFolder, assets).Read();
        CheckAlias(resource);
        var role = RoleArn(resource);
        return role is null || code is null ? null : new Function
        {
            LogicalId = resource.LogicalId,
            FunctionName = resource.Physical.Name,
            Arn = Arn.Parse(resource.Physical.Arn("lambda", $"function:{resource.Physical.Name}")),
            RoleArn = role,
            CodeUri = code.Folder,
            InlineCode = code.Inline,
            Layers = Layers.Of(values),
            Handler = code.Handler,
            Runtime = code.Runtime,
            Timeout = TimeSpan.FromSeconds(timeout),
            MemorySizeMb = memory,
            Environment = environment,
            Architectures = architectures.IsEmpty ? ["x86_64"] : [.. architectures.Select(static one => one.Text)],
            ReservedConcurrency = concurrency,
            ResourcePolicy = policy,
            QualifierPolicies = permissions.ByQualifier(resource),
            ClosedPermissions = permissions.ClosedOf(resource),
            Qualifiers = [.. qualifiers[resource.Physical.Name].Distinct(StringComparer.Ordinal)],
            Tags = tags,
            Events = settings.EventsOf(resource),
            DeadLetterArn = FunctionSettings.DeadLettersOf(resource),
            Logging = FunctionSettings.LoggingOf(resource),
            IsTraced = FunctionSettings.IsTraced(resource),
            Build = FunctionBuildMethod.Of(resource.Declaration.Metadata),
            Closed = values.ClosureOf(),
            Line = new SourceLine(file, resource.Declaration.Line),
        };
    }

    // Lambda Developer Guide, "Working with Lambda environment variables"; the refusals are those of a deployment.
    private static ImmutableDictionary<string, string> Environment(Values function)
    {
        var environment = function.Inner("Environment");
        var variables = environment.TextMap("Variables", decides: false);
        var own = environment.Inner("Variables");
        foreach (var name in variables.Keys.Where(ReservedVariables.Contains))
        {
            own.Report(
                name, "Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are "
                    + $"currently not supported for modification. Reserved keys used in this request: {name}", "Use another name.");
        }

        // Of what cannot be told nobody knows the length.
        if (!variables.Keys.Any(own.IsUnknown) && LengthOf(variables) is > LongestEnvironment and var length)
        {
            environment.Report(
                "Variables", "Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. "
                    + $"They have {length} bytes.", "Keep what is long in a file of the code, or in Parameter Store.");
        }

        return variables;
    }

    // As the JSON that Lambda measures.
    private static int LengthOf(ImmutableDictionary<string, string> variables) =>
        1 + variables.Sum(static pair => Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value) + 6);

    /// <summary>The transform writes a tag of its own, and takes none of its names. aws-sam-translator, <c>_construct_tag_list</c> and <c>propagate_tags</c>.</summary>
    private static ImmutableDictionary<string, string> Tags(Resource function)
    {
        if (function.TypeName == "AWS::Lambda::Function")
        {
            return function.Values.Tags("Tags");
        }

        var tags = function.Values.TextMap("Tags");
        foreach (var name in tags.Keys.Where(GeneratedRole.ReservedTags.Contains))
        {
            function.Values.Inner("Tags").Report(name, $"SAM reserves the tag '{name}' for itself.", "Use another name.");
        }

        return function.Values.Flag("PropagateTags") == true && !tags.IsEmpty ? tags : tags.SetItem(GeneratedRole.CreatedBy, "SAM");
    }

    // aws-sam-translator, _construct_alias.
    private static void CheckAlias(Resource function)
    {
        if (function.TypeName == "AWS::Serverless::Function" && function.Values.Text("AutoPublishAlias") is { } alias
            && (alias.All(char.IsAsciiDigit) || !alias.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')))
        {
            function.Values.Report(
                "AutoPublishAlias", alias.Length == 0 ? "Alias name is required to create an alias"
                    : $"AutoPublishAlias name ('{alias}') must contain only alphanumeric characters, hyphens, or underscores matching (?!^[0-9]+$)([a-zA-Z0-9-_]+) pattern.",
                "Use another name.");
        }
    }

    // What a role of the template may do is known. Of any other nobody could say what the function may do: it is not run.
    private Arn? RoleArn(Resource function)
    {
        var values = function.Values;
        if (values["Role"] is null && function.TypeName == "AWS::Serverless::Function")
        {
            return evaluator.References.Declared(GeneratedIds.Role(function.LogicalId)) is { GeneratedFor: not null } generated
                && evaluator.References.Physical(generated) is { } role ? Arn.Parse(role.IamArn("role")) : null;
        }

        if (values.Text("Role") is not { } text)
        {
            if (values["Role"] is null)
            {
                values.Report("Role", "The function has no Role.", "Refer to a role of the template with !GetAtt Role.Arn.");
            }

            // No role has such a name: nobody takes another for it.
            return values.ClosureOf() is null ? null : new Arn("aws", "iam", "", function.Physical.Stack.AccountId, "role/?");
        }

        if (!Arn.TryParse(text, out var arn))
        {
            values.Report("Role", $"'{text}' is not the ARN of a role.", "Refer to a role of the template with !GetAtt Role.Arn.");
            return null;
        }

        // A role of the template that has errors of its own is not among them; its errors suffice.
        if (!knownRoles.Contains(text) && !declaredRoles.Contains(text))
        {
            values.Close(
                "Role", $"The template declares no role with the ARN '{text}', so nobody can say what the function may do.",
                DidYouMean.Hint(text, knownRoles) ?? "Refer to a role of the template with !GetAtt Role.Arn.");
        }

        return arn;
    }
}
