using Sam.Documents;
using Sam.Errors;

namespace Sam.Templates;

/// <summary>
/// Reads whether a stand-in on this machine takes the place of a user pool's identity provider: <c>Metadata: { LocalAws: { StandIn: true } }</c> beside its properties, where AWS
/// and other tools look over it.
/// </summary>
internal static class StandInReader
{
    public const string Key = "StandIn";
    private const string Provider = "AWS::Cognito::UserPoolIdentityProvider";

    /// <summary>Whether a resource is one that may have a stand-in.</summary>
    public static bool IsKnownOf(MapNode? resource) => (resource?["Type"] as ScalarNode)?.Text == Provider;

    /// <summary>Whether a resource's metadata asks for one.</summary>
    public static bool Asks(MapNode? metadata) => ValueOf(metadata) is ScalarNode { Text: "true" };

    /// <summary>Reports what is neither true nor false.</summary>
    public static void Check(string logicalId, MapNode? metadata, ErrorList errors)
    {
        if (ValueOf(metadata) is { } value and not ScalarNode { Text: "true" or "false" })
        {
            errors.Add(value.Line, logicalId, $"Metadata.LocalAws.{Key}", "It is neither true nor false.", $"Write '{Key}: true'.");
        }
    }

    private static Node? ValueOf(MapNode? metadata) => (metadata?["LocalAws"] as MapNode)?[Key];
}
