using System.Collections.Immutable;
using Iam;
using Sam.Documents;
using Sam.Errors;
using Sam.Policies;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>
/// The resource policies of functions: <c>AWS::Lambda::Permission</c>, and the permissions that the transform writes for
/// events and authorizers.
/// </summary>
internal sealed class Permissions(ImmutableArray<Resource> resources, ImmutableArray<Grant> grants, PolicyCompiler compiler)
{
    /// <summary>Reports permissions for functions that the template does not declare.</summary>
    public void CheckTargets()
    {
        foreach (var permission in Declared())
        {
            if (permission.Values.Text("FunctionName") is { } name
                && !resources.Any(function => FunctionArns.IsFunction(function) && Names(function, name)))
            {
                permission.Values.Report(
                    "FunctionName", $"The template declares no function '{name}'.",
                    DidYouMean.Hint(name, resources.Where(FunctionArns.IsFunction).Select(static function => function.Physical.Name))
                        ?? "Refer to a function of the template with !Ref.");
            }
        }
    }

    /// <summary>The compiled resource policy of a function, or null when it has none.</summary>
    public Policy? Of(Resource function)
    {
        var arn = FunctionArns.Of(function);
        var written = Declared().Where(permission => permission.Values.Text("FunctionName") is { } name && Names(function, name)).Select(permission => Statement(permission, arn));
        var generated = grants.Where(grant => grant.FunctionArn == arn).Select(Statement);
        var line = function.Declaration.Line;
        ImmutableArray<Node> statements = [.. written, .. generated];
        return statements.IsEmpty ? null : compiler.Compile(
            MapNode.Of(line, ("Version", ScalarNode.Of("2012-10-17", line)), ("Statement", new ListNode(statements, line))),
            PolicyKind.Resource, $"{function.LogicalId}.Permissions", function.LogicalId, "Permissions");
    }

    private IEnumerable<Resource> Declared() => resources.Where(static resource => resource.TypeName == "AWS::Lambda::Permission");

    private static bool Names(Resource function, string name) => name == function.Physical.Name || name == FunctionArns.Of(function);

    // Lambda: "AddPermission", how its parameters become a statement.
    private static MapNode Statement(Resource permission, string functionArn)
    {
        var values = permission.Values;
        var line = permission.Declaration.Line;
        var principal = values.Text("Principal") ?? "";
        Node who = principal == "*" ? ScalarNode.Of("*", line)
            : principal.EndsWith(".amazonaws.com", StringComparison.Ordinal) ? MapNode.Of(line, ("Service", ScalarNode.Of(principal, line)))
            : MapNode.Of(line, ("AWS", ScalarNode.Of(principal, line)));
        var equals = new[] { ("SourceAccount", "AWS:SourceAccount"), ("PrincipalOrgID", "aws:PrincipalOrgID"), ("FunctionUrlAuthType", "lambda:FunctionUrlAuthType") }
            .Where(pair => values.Text(pair.Item1) is not null)
            .Select(pair => (pair.Item2, (Node)ScalarNode.Of(values.Text(pair.Item1)!, values.LineOf(pair.Item1))))
            .ToArray();
        var conditions = new List<(string, Node)>();
        if (values.Text("SourceArn") is { } source)
        {
            conditions.Add(("ArnLike", MapNode.Of(line, ("AWS:SourceArn", ScalarNode.Of(source, values.LineOf("SourceArn"))))));
        }

        if (equals.Length > 0)
        {
            conditions.Add(("StringEquals", MapNode.Of(line, equals)));
        }

        return Statement(line, permission.LogicalId, who, values.Text("Action") ?? "", functionArn, MapNode.Of(line, [.. conditions]));
    }

    private static MapNode Statement(Grant grant) => Statement(
        grant.Line, null, MapNode.Of(grant.Line, ("Service", ScalarNode.Of(grant.Service, grant.Line))), "lambda:InvokeFunction", grant.FunctionArn,
        MapNode.Of(grant.Line, ("ArnLike", MapNode.Of(grant.Line, ("AWS:SourceArn", ScalarNode.Of(grant.SourceArn, grant.Line))))));

    private static MapNode Statement(int line, string? sid, Node principal, string action, string functionArn, MapNode condition)
    {
        var statement = MapNode.Of(
            line, ("Effect", ScalarNode.Of("Allow", line)), ("Principal", principal), ("Action", ScalarNode.Of(action, line)), ("Resource", ScalarNode.Of(functionArn, line)));
        if (sid is not null)
        {
            statement = statement.With("Sid", ScalarNode.Of(sid, line));
        }

        return condition.Entries.IsEmpty ? statement : statement.With("Condition", condition);
    }
}
