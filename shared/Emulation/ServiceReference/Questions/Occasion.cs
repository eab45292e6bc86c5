using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Emulation.ServiceReference.Questions;

/// <summary>
/// When AWS asks an action that the data name beside an operation's own. The data do not say when; of some the call itself does, for what it does not mention cannot be handed
/// over, read or kept. Every other is asked always.
/// </summary>
/// <param name="Reason">Why.</param>
/// <param name="IsAsked">Whether a call asks it; null of what the rule is not about.</param>
internal sealed record Occasion(string Reason, Func<OccasionQuestion, bool?> IsAsked)
{
    private static readonly string[] Configuring = ["Create", "Update", "Put", "Register"];

    /// <summary>Members that say it in other words, or of whose absence a page says what it means: the action, the operations, the words.</summary>
    private static readonly ImmutableArray<Told> Pages =
    [
        // Amazon Redshift Management Guide, "Create an IAM role with permissions to call GetClusterCredentials".
        new("redshift:CreateClusterUser", "GetClusterCredentials", ["autocreate"]),
        new("redshift:JoinGroup", "GetClusterCredentials", ["dbgroups"]),

        // Amazon RDS API Reference, CreateDBInstance, "MultiTenant", and CreateDBCluster, "DBClusterInstanceClass": of Multi-AZ clusters, whose instances it makes.
        new("rds:CreateTenantDatabase", "CreateDBInstance", ["multitenant"]),
        new("rds:CreateDBInstance", "CreateDBCluster", ["dbclusterinstanceclass"]),
        new("rds:CreateDBInstance", "RestoreDBClusterFromSnapshot", ["dbclusterinstanceclass"]),
        new("rds:CreateDBInstance", "RestoreDBClusterToPointInTime", ["dbclusterinstanceclass"]),

        // Amazon Bedrock API Reference, Converse: "guardrailConfig", "toolConfig".
        new("bedrock:ApplyGuardrail", "Converse", ["guardrail"]),
        new("bedrock:ApplyGuardrail", "ConverseStream", ["guardrail"]),
        new("bedrock:InvokeTool", "Converse", ["toolconfig"]),
        new("bedrock:InvokeTool", "ConverseStream", ["toolconfig"]),

        // Amazon Keyspaces API Reference, CreateKeyspace, "replicationSpecification".
        new("cassandra:CreateMultiRegionResource", "CreateKeyspace", ["regionlist", "multiregion"]),

        // Amazon ECS API Reference, CreateCapacityProvider: "cluster".
        new("ecs:PutClusterCapacityProviders", "CreateCapacityProvider", ["cluster"]),
    ];

    /// <summary>The first that is about an action decides.</summary>
    private static readonly ImmutableArray<Occasion> All =
    [
        new(
            "Pages of AWS say which member asks for it.",
            static asked => Pages.Where(page => page.Action == asked.Action && page.Operation == asked.Operation.Name).Select(page => (bool?)page.Words.Any(asked.Mentions))
                .FirstOrDefault()),
        new(
            "Nothing is handed to a service that the call does not mention: glue:PassConnection of CreateTable.",
            static asked => asked.Verb is "Pass" or "Use" && Configuring.Any(word => asked.Operation.Name.StartsWith(word, StringComparison.Ordinal))
                ? asked.Mentions(asked.Noun) : null),
        new(
            "Nobody becomes a role that the call does not mention: rds:AddRoleToDBCluster of CreateDBCluster.",
            static asked => asked.Verb is "Add" && asked.Noun.StartsWith("role", StringComparison.Ordinal) ? asked.Mentions("role") : null),
        new(
            "What is deleted leaves a snapshot where the call names one: elasticache:CreateSnapshot of DeleteReplicationGroup.",
            static asked => asked.Verb == "Create" && asked.Noun.EndsWith("snapshot", StringComparison.Ordinal)
                && asked.Operation.Name.StartsWith("Delete", StringComparison.Ordinal)
                ? asked.Gives(static member => member.Contains("snapshot", StringComparison.Ordinal)) : null),
        new(
            "What has a member for its ARN or id and is not named is not read: imagebuilder:GetImageRecipe of CreateImage.",
            static asked => asked.Verb is "Get" or "Describe" or "Apply" && !NameWord.Plain(asked.Operation.Name).Contains(asked.Noun, StringComparison.Ordinal)
                ? asked.Gives(member => NameWord.Of(member) is { Ending: NameEnding.Arn or NameEnding.Id or NameEnding.Identifier } word && word.Stem == asked.Noun) : null),
    ];

    /// <summary>Whether a call asks an action besides the operation's own. What no rule is about is asked.</summary>
    /// <param name="operations">The operation, and those of the same name that a server does not tell from it.</param>
    /// <param name="action">The action.</param>
    /// <param name="call">The call's members.</param>
    public static bool Asks(ImmutableArray<ModelOperation> operations, OperationAction action, JsonObject call)
    {
        var asked = new OccasionQuestion(operations, action.Name, call);
        return asked.IsOpaque || (All.Select(occasion => occasion.IsAsked(asked)).FirstOrDefault(static one => one is not null) ?? true);
    }

    private sealed record Told(string Action, string Operation, string[] Words);
}

/// <summary>A question about one action of one call.</summary>
/// <param name="Operations">The operation first.</param>
/// <param name="Action">With its service.</param>
/// <param name="Call">The call's members.</param>
internal sealed record OccasionQuestion(ImmutableArray<ModelOperation> Operations, string Action, JsonObject Call)
{
    /// <summary>A call is nested that deep at most; what is deeper counts as mentioned.</summary>
    private const int Deepest = 64;

    public ModelOperation Operation => Operations[0];

    /// <summary>Such as <c>Pass</c>.</summary>
    public string Verb { get; } = VerbOf(Action[(Action.IndexOf(':', StringComparison.Ordinal) + 1)..]);

    /// <summary>What the verb is about, in small letters, such as <c>connection</c>.</summary>
    public string Noun => NameWord.Plain(Action[(Action.IndexOf(':', StringComparison.Ordinal) + 1 + Verb.Length)..]);

    /// <summary>Whether the body is one member that nobody reads, where anything may be said.</summary>
    public bool IsOpaque => Operation.BodyStreams || Operation.Members.Any(static member => member.Place == MemberPlace.WholeBody && member.Kind != MemberKind.Structure);

    /// <summary>Whether a member anywhere in the call has a word in its name, and says something.</summary>
    public bool Mentions(string word) => Mentions(Call, word, 0);

    /// <summary>Whether the call gives a member of the operation that a name is for; null where the operation has none, since then it may be said otherwise.</summary>
    public bool? Gives(Func<string, bool> isFor)
    {
        var members = Operations.SelectMany(static one => one.Members)
            .SelectMany(static member => member.Inner.Select(static inner => (inner.Key, inner.Value)).Prepend((Key: member.Name, Value: member.Wire)))
            .Where(name => isFor(NameWord.Plain(name.Key)))
            .ToList();
        return members.Count == 0 ? null : members.Exists(member => Mentions(NameWord.Plain(member.Key)) || Mentions(NameWord.Plain(member.Value)));
    }

    private static string VerbOf(string name)
    {
        var end = name.AsSpan(1).IndexOfAnyInRange('A', 'Z');
        return end < 0 ? name : name[..(end + 1)];
    }

    private static bool Mentions(JsonNode? node, string word, int depth) => depth >= Deepest || node switch
    {
        JsonObject structure => structure.Any(member =>
            (NameWord.Plain(member.Key).Contains(word, StringComparison.Ordinal) && Says(member.Value)) || Mentions(member.Value, word, depth + 1)),
        JsonArray list => list.Any(item => Mentions(item, word, depth + 1)),
        _ => false,
    };

    private static bool Says(JsonNode? node) => node switch
    {
        null => false,
        JsonArray list => list.Count > 0,
        JsonObject => true,
        JsonValue value when value.GetValueKind() == JsonValueKind.False => false,
        _ => MemberText.Of(node) is not { } text || (text.Length > 0 && !text.Equals("false", StringComparison.OrdinalIgnoreCase)),
    };
}
