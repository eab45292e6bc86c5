using System.Collections.Immutable;
using Iam;
using Sam.Documents;
using Sam.Policies;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>
/// Writes out SAM's abbreviations for an API's resource policy, as aws-sam-translator's <c>SwaggerEditor</c> does. Mind
/// that each of the <c>...Whitelist</c> forms for addresses and networks allows <em>everybody</em> and then denies the
/// rest: inside one account that admits every principal.
/// </summary>
internal sealed class ResourcePolicyStatements
{
    private readonly List<Node> statements = [];
    private readonly HashSet<string> written = new(StringComparer.Ordinal);
    private readonly MapNode? own;

    /// <summary>Begins with the policy that the API's document has.</summary>
    /// <param name="document">That policy; null for none.</param>
    public ResourcePolicyStatements(Node? document)
    {
        own = document as MapNode;
        ImmutableArray<Node> others = own?["Statement"] switch
        {
            ListNode list => list.Items,
            { } single => [single],
            _ => document is UnknownNode ? [document] : [],
        };
        foreach (var statement in others)
        {
            AddOnce(statement);
        }
    }

    /// <summary>The document, or null when nothing was stated.</summary>
    public MapNode? Document(int line) => statements.Count == 0 ? null : (own ?? MapNode.Of(line, ("Version", ScalarNode.Of("2012-10-17", line))))
        .With("Statement", new ListNode([.. statements], line));

    /// <summary>Adds what a <c>ResourcePolicy</c> says about one path.</summary>
    /// <param name="policy">The property.</param>
    /// <param name="stage">The stage's name.</param>
    /// <param name="path">The resource path.</param>
    /// <param name="methods">The methods of the path.</param>
    public void AddForPath(Values policy, string stage, string path, IEnumerable<string> methods)
    {
        var resources = methods.Select(method => $"execute-api:/{stage}/{(method == "ANY" ? "*" : method)}{RoutePath.InArn(path)}").ToList();
        AddAccounts(policy, "AwsAccountWhitelist", "Allow", resources);
        AddAccounts(policy, "AwsAccountBlacklist", "Deny", resources);
        AddAddresses(policy, "IpRangeWhitelist", "NotIpAddress", resources);
        AddAddresses(policy, "IpRangeBlacklist", "IpAddress", resources);
        AddNetworks(policy, "Blacklist", "StringEquals", resources);
        AddNetworks(policy, "Whitelist", "StringNotEquals", resources);
    }

    /// <summary>Adds a statement that is not known here: it may deny anything.</summary>
    public void AddUnknown(UnknownNode statement) => statements.Add(statement);

    /// <summary>Adds the statements that are written out in the template.</summary>
    public void AddCustom(Values policy)
    {
        foreach (var statement in Items(policy, "CustomStatements"))
        {
            AddOnce(statement);
        }
    }

    private void AddAccounts(Values policy, string property, string effect, List<string> resources)
    {
        var accounts = Items(policy, property);
        if (!accounts.IsEmpty)
        {
            var line = policy.LineOf(property);
            statements.Add(Statement(line, effect, resources, MapNode.Of(line, ("AWS", new ListNode(accounts, line))), null));
        }
    }

    private void AddAddresses(Values policy, string property, string @operator, List<string> resources)
    {
        var ranges = Items(policy, property);
        if (!ranges.IsEmpty)
        {
            var line = policy.LineOf(property);
            AllowAllThenDeny(line, resources, MapNode.Of(line, (@operator, MapNode.Of(line, ("aws:SourceIp", new ListNode(ranges, line))))));
        }
    }

    private void AddNetworks(Values policy, string list, string @operator, List<string> resources)
    {
        var literal = Items(policy, $"SourceVpc{list}");
        foreach (var other in literal.Where(static id => id is not (ScalarNode or UnknownNode)))
        {
            policy.Report(other, $"SourceVpc{list}", $"SourceVpc{list} must be a list of strings.", $"Write the ids out, or use IntrinsicVpc{list} or IntrinsicVpce{list}.");
        }

        ImmutableArray<Node> vpcs = [.. literal.Where(static id => Begins(id, "vpc-")), .. Items(policy, $"IntrinsicVpc{list}")];
        ImmutableArray<Node> endpoints = [.. literal.Where(static id => Begins(id, "vpce-")), .. Items(policy, $"IntrinsicVpce{list}")];
        if (vpcs.IsEmpty && endpoints.IsEmpty)
        {
            return;
        }

        var line = new[] { $"SourceVpc{list}", $"IntrinsicVpc{list}", $"IntrinsicVpce{list}" }.Where(key => policy[key] is not null).Select(policy.LineOf).First();
        var keys = new[] { ("aws:SourceVpc", vpcs), ("aws:SourceVpce", endpoints) }
            .Where(static key => !key.Item2.IsEmpty)
            .Select(key => (key.Item1, (Node)new ListNode(key.Item2, line)));
        AllowAllThenDeny(line, resources, MapNode.Of(line, (@operator, MapNode.Of(line, [.. keys]))));
    }

    private void AllowAllThenDeny(int line, List<string> resources, MapNode condition)
    {
        AddOnce(Statement(line, "Allow", resources, ScalarNode.Of("*", line), null));
        AddOnce(Statement(line, "Deny", resources, ScalarNode.Of("*", line), condition));
    }

    // What is not known may be either.
    private static bool Begins(Node id, string prefix) => id is UnknownNode || (id is ScalarNode text && text.Text.StartsWith(prefix, StringComparison.Ordinal));

    // What is not known stays in the statement: a Deny of it denies all that it might.
    private static ImmutableArray<Node> Items(Values policy, string property) => policy[property] switch
    {
        ListNode list => list.Items,
        null => [],
        var single => [single],
    };

    private void AddOnce(Node statement)
    {
        if (UnknownNode.FirstIn(statement) is not null)
        {
            statements.Add(statement);
        }
        else if (written.Add(PolicyDocument.ToJson(statement)))
        {
            statements.Add(statement);
        }
    }

    private static MapNode Statement(int line, string effect, List<string> resources, Node principal, MapNode? condition)
    {
        var statement = MapNode.Of(
            line,
            ("Effect", ScalarNode.Of(effect, line)),
            ("Action", ScalarNode.Of(ApiGatewayRules.Invoke, line)),
            ("Resource", new ListNode([.. resources.Select(resource => ScalarNode.Of(resource, line))], line)),
            ("Principal", principal));
        return condition is null ? statement : statement.With("Condition", condition);
    }
}
