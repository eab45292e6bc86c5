using System.Collections.Immutable;
using Iam;
using Sam.Documents;
using Sam.Policies;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>
/// The resource policies of functions, of each alias and version by itself: <c>AWS::Lambda::ResourcePolicy</c> and <c>AWS::Lambda::Permission</c>, then the permissions
/// that the transform writes. Lambda Developer Guide, "Working with resource-based policies in Lambda".
/// </summary>
internal sealed class Permissions
{
    private const string AnyFunction = "*";

    private readonly PolicyCompiler compiler;
    private readonly ILookup<FunctionTarget, Grant> grants;
    private readonly ILookup<FunctionTarget, Resource> documents;
    private readonly ILookup<string, string> qualifiers;
    private readonly Closure? unknownTarget;
    private readonly ILookup<string, ClosedPermission> closed;

    public Permissions(ImmutableArray<Resource> resources, FunctionArns functions, IEnumerable<Grant> generated, PolicyCompiler compiler)
    {
        this.compiler = compiler;
        // Read first: what cannot be told closes them.
        Grant[] declared = [.. resources.Where(static resource => resource.TypeName == "AWS::Lambda::Permission").Select(permission => Grant.Of(permission, functions)).OfType<Grant>()];
        // Of one whose function cannot be told, any may be meant.
        closed = resources.Where(static resource => resource.TypeName == "AWS::Lambda::Permission" && resource.Values.ClosureOf() is not null)
            .Where(static permission => permission.Values["Action"] is not ScalarNode { Text: not ("lambda:InvokeFunction" or "lambda:*" or "*") })
            .Select(permission => (
                Function: permission.Values["FunctionName"] is ScalarNode name ? functions.Target(name.Text)?.LogicalId ?? "" : AnyFunction,
                Closed: new ClosedPermission((permission.Values["Principal"] as ScalarNode)?.Text, permission.Values.ClosureOf()!)))
            .ToLookup(static one => one.Function, static one => one.Closed, StringComparer.Ordinal);
        grants = declared.Concat(generated).ToLookup(static grant => grant.Function);
        var policies = resources.Where(static resource => resource.TypeName == "AWS::Lambda::ResourcePolicy").ToList();
        documents = policies
            .Select(policy => (Policy: policy, Function: policy.Values.Text("ResourceArn") is { } arn ? functions.Target(arn) : null))
            .Where(static one => one.Function is not null)
            .ToLookup(static one => one.Function!, static one => one.Policy);
        qualifiers = grants.Select(static group => group.Key).Concat(documents.Select(static group => group.Key))
            .Where(static target => target.Qualifier is not null)
            .Distinct()
            .ToLookup(static target => target.LogicalId, static target => target.Qualifier!, StringComparer.Ordinal);
        // It may deny, and nobody knows on which function.
        unknownTarget = policies.Where(static policy => policy.Values["ResourceArn"] is UnknownNode).Select(static policy => policy.Values.ClosureOf()).FirstOrDefault();
    }

    /// <summary>The compiled policy for calls to the function itself; null when nobody was given a permission.</summary>
    public Policy? Of(Resource function) => Of(function, null);

    /// <summary>The permissions to call a function that cannot be told.</summary>
    public ImmutableArray<ClosedPermission> ClosedOf(Resource function) => [.. closed[function.LogicalId], .. closed[AnyFunction]];

    /// <summary>The compiled policies for calls to aliases and versions, by their names.</summary>
    public ImmutableSortedDictionary<string, Policy> ByQualifier(Resource function) => qualifiers[function.LogicalId]
        .Select(qualifier => (Qualifier: qualifier, Policy: Of(function, qualifier)))
        .Where(static one => one.Policy is not null)
        .ToImmutableSortedDictionary(static one => one.Qualifier, static one => one.Policy!, StringComparer.Ordinal);

    private Policy? Of(Resource function, string? qualifier)
    {
        if (unknownTarget is not null)
        {
            return UnknownPolicy.Of(unknownTarget, PolicyKind.Resource, unknownTarget.Resource);
        }

        var target = new FunctionTarget(function.LogicalId, qualifier);
        var arn = FunctionArns.Of(function) + (qualifier is null ? "" : $":{qualifier}");
        ImmutableArray<Node> statements = [.. grants[target].Select(grant => grant.Statement(arn))];
        var line = function.Declaration.Line;
        if (documents[target].FirstOrDefault() is { } document && document.Values["PolicyDocument"] is { } written)
        {
            // Of one that is closed, as by a condition that cannot be told, nobody knows whether it is there.
            if (document.Values.ClosureOf() is { } closure)
            {
                return UnknownPolicy.Of(closure, PolicyKind.Resource, document.LogicalId);
            }

            // A permission that is given after the document is added to it.
            var whole = statements.IsEmpty || written is not MapNode map ? written : map.With("Statement", new ListNode([.. StatementsOf(map), .. statements], map.Line));
            return compiler.Compile(whole, PolicyKind.Resource, $"{document.LogicalId}.PolicyDocument", document.LogicalId, "PolicyDocument");
        }

        return statements.IsEmpty ? null : compiler.Compile(
            Statements.WithVersion(Statements.Document(line, statements.AsSpan())), PolicyKind.Resource,
            qualifier is null ? $"{function.LogicalId}.Permissions" : $"{function.LogicalId}.Permissions of {qualifier}", function.LogicalId, "Permissions");
    }

    private static ImmutableArray<Node> StatementsOf(MapNode document) => document["Statement"] switch
    {
        ListNode list => list.Items,
        { } single => [single],
        null => [],
    };
}
