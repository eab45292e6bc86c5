using System.Collections.Immutable;
using Sam.Documents;

namespace Sam.Serverless;

/// <summary>Writes the statements of policies that the transform makes up, one action as text and several as a list, as it does.</summary>
internal static class Statements
{
    private const string Version = "2012-10-17";

    /// <summary>One that allows an action on a resource.</summary>
    public static MapNode Allow(string action, Node resource, int line) => Allow((Node)ScalarNode.Of(action, line), resource);

    /// <summary>One that allows some actions on a resource; one action is a list too.</summary>
    public static MapNode Allow(ImmutableArray<string> actions, Node resource, int line) => Allow(List(actions, line), resource);

    /// <summary>A document of some statements, without a version: so the transform writes most.</summary>
    public static MapNode Document(int line, params ReadOnlySpan<Node> statements) => MapNode.Of(line, ("Statement", new ListNode([.. statements], line)));

    /// <summary>An inline policy of a role.</summary>
    public static MapNode Named(string name, Node document) =>
        MapNode.Of(document.Line, ("PolicyName", ScalarNode.Of(name, document.Line)), ("PolicyDocument", document));

    /// <summary>The trust policy that lets one service assume a role.</summary>
    public static MapNode Trust(string service, int line) => WithVersion(Document(
        line,
        MapNode.Of(
            line, ("Action", List(["sts:AssumeRole"], line)), ("Effect", ScalarNode.Of("Allow", line)), ("Principal", MapNode.Of(line, ("Service", List([service], line)))))));

    /// <summary>The same document with the version that policy variables need.</summary>
    public static MapNode WithVersion(MapNode document) => document.With("Version", ScalarNode.Of(Version, document.Line));

    private static MapNode Allow(Node action, Node resource) =>
        MapNode.Of(action.Line, ("Action", action), ("Effect", ScalarNode.Of("Allow", action.Line)), ("Resource", resource));

    private static ListNode List(ImmutableArray<string> texts, int line) => new([.. texts.Select(text => (Node)ScalarNode.Of(text, line))], line);
}
