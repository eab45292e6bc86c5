using System.Collections.Immutable;

namespace Sam.Errors;

/// <summary>What is closed in one template, by the smallest unit that depends on it.</summary>
internal sealed class ClosureList
{
    /// <summary>The parts of a resource that close alone. A star stands for a name.</summary>
    private static readonly string[] Units =
    [
        "Events.*", "Auth.Authorizers.*", "FunctionUrlConfig", "Domain",
        // What is unknown in a policy closes the statement that it is in.
        "Policies", "Policy", "Auth.ResourcePolicy", "Body.x-amazon-apigateway-policy", "DefinitionBody.x-amazon-apigateway-policy",
        "ResourcePolicy", "PolicyDocument", "AssumeRolePolicyDocument", "ManagedPolicyArns", "PermissionsBoundary", "KeyPolicy", "ResourcePolicyDocument", "Statement",
        // Which of several resources a policy is on.
        "Queues", "Topics",
        // What cannot be told of these lets fewer in than there could be, and the rest of the bucket is as it is.
        "AccessControl", "OwnershipControls", "PublicAccessBlockConfiguration",
    ];

    /// <summary>The properties whose parts close alone, each in brackets: an operation of a document, one of its authorizers, the answer to a preflight request, a route.</summary>
    private static readonly string[] Parts = ["Body[", "BodyS3Location[", "DefinitionBody[", "DefinitionUri[", "Cors[", "Routes["];

    private readonly Dictionary<(string Resource, string Unit), Closure> first = [];
    private readonly Dictionary<string, Closure> wholes = new(StringComparer.Ordinal);
    private readonly HashSet<Closure> all = [];
    private Closure? everything;

    /// <summary>In the order of their lines.</summary>
    public ImmutableArray<Closure> All => [.. all.OrderBy(static closure => closure.At.Line)];

    /// <summary>Adds what closes every resource.</summary>
    public void AddToAll(Closure closure)
    {
        all.Add(closure);
        everything ??= closure;
    }

    public void Add(Closure closure)
    {
        if (!all.Add(closure))
        {
            return;
        }

        first.TryAdd((closure.Resource, UnitOf(closure.Property)), closure);
        if (closure.Property is "" or "Condition")
        {
            wholes.TryAdd(closure.Resource, closure);
        }
    }

    /// <summary>
    /// The first closure of a unit of a resource; of the empty unit what closes the whole of it. Null when it is open. What is closed by
    /// more than one of its properties, as by its condition, is closed in all of its units.
    /// </summary>
    public Closure? Of(string resource, string unit) => first.GetValueOrDefault((resource, unit)) ?? wholes.GetValueOrDefault(resource) ?? everything;

    private static string UnitOf(string path)
    {
        if (Array.Exists(Parts, part => path.StartsWith(part, StringComparison.Ordinal)) && path.IndexOf(']', StringComparison.Ordinal) is var bracket and > 0)
        {
            return path[..(bracket + 1)];
        }

        foreach (var unit in Units)
        {
            var start = unit.TrimEnd('*');
            if (!path.StartsWith(start, StringComparison.Ordinal))
            {
                continue;
            }

            if (start.Length == unit.Length)
            {
                if (path.Length == start.Length || path[start.Length] is '.' or '[')
                {
                    return unit;
                }
            }
            else if (path.Length > start.Length)
            {
                var end = path.IndexOfAny(['.', '['], start.Length);
                return end < 0 ? path : path[..end];
            }
        }

        return "";
    }
}
