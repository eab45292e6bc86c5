using System.Collections.Frozen;
using System.Collections.Immutable;
using Iam;
using Sam.Documents;
using Sam.Errors;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>Builds the Lambda functions.</summary>
internal sealed class Functions(
    ImmutableArray<Resource> resources, ImmutableArray<Role> roles, Permissions permissions, string templateFolder, string file)
{
    // Lambda: "Defined runtime environment variables", reserved ones. A template that sets one does not deploy.
    private static readonly FrozenSet<string> ReservedVariables = FrozenSet.Create(
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION", "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API", "AWS_REGION", "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN", "LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT");

    private readonly CloudAssets assets = new(Path.Combine(templateFolder, Path.GetFileName(file)));

    public ImmutableArray<Function> Build() =>
        [.. resources.Where(static r => r.TypeName is "AWS::Serverless::Function" or "AWS::Lambda::Function").Select(Build).OfType<Function>()];

    private Function? Build(Resource resource)
    {
        var values = resource.Values;
        var environment = Environment(values);
        var timeout = values.Integer("Timeout", 1, 900) ?? 3;
        var memory = values.Integer("MemorySize", 128, 10240) ?? 128;
        var concurrency = values.Integer("ReservedConcurrentExecutions", 0, 1000);
        var architectures = values.Texts("Architectures");
        var policy = permissions.Of(resource);
        var tags = Tags(resource);
        // Each is read, so that every missing one is told at once.
        var role = RoleArn(resource);
        var code = Code(resource);
        var handler = Needed(values, "Handler", "Name the assembly, or what the runtime asks for.");
        var runtime = Needed(values, "Runtime", "Name one, such as dotnet10.");
        return role is null || code is null || handler is null || runtime is null ? null : new Function
        {
            LogicalId = resource.LogicalId,
            FunctionName = resource.Physical.Name,
            Arn = Arn.Parse(resource.Physical.Arn("lambda", $"function:{resource.Physical.Name}")),
            RoleArn = Arn.Parse(role),
            CodeUri = code,
            Handler = handler,
            Runtime = runtime,
            Timeout = TimeSpan.FromSeconds(timeout),
            MemorySizeMb = memory,
            Environment = environment,
            Architectures = architectures.IsEmpty ? ["x86_64"] : [.. architectures.Select(static one => one.Text)],
            ReservedConcurrency = concurrency,
            ResourcePolicy = policy,
            Tags = tags,
            Closed = values.ClosureOf(),
            Line = new SourceLine(file, resource.Declaration.Line),
        };
    }

    private static ImmutableDictionary<string, string> Environment(Values function)
    {
        var environment = function.Inner("Environment");
        var variables = environment.TextMap("Variables", decides: false);
        foreach (var name in variables.Keys.Where(ReservedVariables.Contains))
        {
            environment.Inner("Variables").Report(name, $"Lambda reserves the environment variable '{name}' for itself.", "Use another name.");
        }

        return variables;
    }

    /// <summary>The transform writes a tag of its own, and takes none of its names. aws-sam-translator, <c>_construct_tag_list</c>.</summary>
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

        return tags.SetItem(GeneratedRole.CreatedBy, "SAM");
    }

    private static string? Needed(Values function, string property, string remedy)
    {
        var text = function.Text(property);
        if (text is null && function[property] is null)
        {
            function.Report(property, $"The function has no {property}.", remedy);
        }

        return text;
    }

    // Every function's role is one of the template's: without its policies nobody could say what the function may do.
    private string? RoleArn(Resource function)
    {
        var values = function.Values;
        if (values["Role"] is null && function.TypeName == "AWS::Serverless::Function")
        {
            return roles.FirstOrDefault(role => role.LogicalId == $"{function.LogicalId}Role")?.Arn.ToString();
        }

        if (Needed(values, "Role", "Refer to a role of the template with !GetAtt Role.Arn.") is not { } arn)
        {
            return null;
        }

        if (roles.Any(role => role.Arn.ToString() == arn))
        {
            return arn;
        }

        // A role of the template that has errors of its own is not among them; its errors suffice.
        if (!resources.Any(resource => resource.TypeName == "AWS::IAM::Role" && resource.Physical.IamArn("role") == arn))
        {
            values.Report(
                "Role", $"The template declares no role with the ARN '{arn}'.",
                DidYouMean.Hint(arn, roles.Select(static role => role.Arn.ToString())) ?? "Refer to a role of the template with !GetAtt Role.Arn.");
        }

        return null;
    }

    private string? Code(Resource function)
    {
        var values = function.Values;
        var property = function.TypeName == "AWS::Serverless::Function" ? "CodeUri" : "Code";
        switch (values[property])
        {
            case ScalarNode { Text: { Length: > 0 } path } when !path.StartsWith("s3://", StringComparison.Ordinal) && !path.Contains('\0'):
                return Path.GetFullPath(Path.Combine(templateFolder, path));
            case UnknownNode:
                return null;
            case MapNode bucket when assets.PathOf(function.Declaration.Metadata, property, (bucket["S3Key"] as ScalarNode)?.Text) is { } asset:
                return asset;
            case null when values["InlineCode"] is not null || values["ImageUri"] is not null:
                return null;
            case null:
                values.Report(property, $"The function has no {property}.", "Name the folder of its code, relative to the template.");
                return null;
            default:
                values.Report(property, "LocalAws runs code from this machine only.", "Name the folder of its code, relative to the template.");
                return null;
        }
    }
}
