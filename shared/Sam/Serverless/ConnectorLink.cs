using System.Collections.Immutable;
using System.Text.Json;
using Sam.Documents;
using Sam.Policies;
using Sam.Templates;

namespace Sam.Serverless;

/// <summary>One pair of a connector: what it grants, and on which end. aws-sam-translator, <c>SamConnector.generate_resources</c>.</summary>
/// <param name="Owner">The resource that declares it.</param>
/// <param name="LogicalId">The connector's own id.</param>
/// <param name="Suffix"><c>Destination0</c> and so on where the connector lists several destinations.</param>
/// <param name="Property">Where the owner declares it.</param>
/// <param name="Source">Who acts.</param>
/// <param name="Destination">What is acted on.</param>
/// <param name="Profile">What SAM grants for such a pair.</param>
internal sealed record ConnectorLink(
    Declaration Owner, string LogicalId, string Suffix, string Property, ConnectorEnd Source, ConnectorEnd Destination, JsonElement Profile)
{
    /// <summary>Which parts of the profile are granted: <c>Read</c>, <c>Write</c>.</summary>
    public required ImmutableArray<string> Permissions { get; init; }

    /// <summary>The line of the connector.</summary>
    public required int Line { get; init; }

    /// <summary>How the grant is written, such as <c>AWS_IAM_ROLE_MANAGED_POLICY</c>.</summary>
    public string Kind => Profile.GetProperty("Type").GetString()!;

    /// <summary>The end that the policy is written on.</summary>
    public ConnectorEnd Holder => Profile.GetProperty("SourcePolicy").GetBoolean() ? Source : Destination;

    /// <summary>The ids and types of the resources that are written.</summary>
    public IEnumerable<(string LogicalId, string Type)> Written() => Kind switch
    {
        "AWS_IAM_ROLE_MANAGED_POLICY" => [($"{LogicalId}Policy{Suffix}", "AWS::IAM::ManagedPolicy")],
        "AWS_SQS_QUEUE_POLICY" => [($"{LogicalId}QueuePolicy{Suffix}", "AWS::SQS::QueuePolicy")],
        "AWS_SNS_TOPIC_POLICY" => [($"{LogicalId}TopicPolicy{Suffix}", "AWS::SNS::TopicPolicy")],
        _ => Permissions.Select(permission => ($"{LogicalId}{permission}LambdaPermission{Suffix}", "AWS::Lambda::Permission")),
    };

    /// <summary>What the profile says of each granted part, unevaluated; null of one that a name is missing for.</summary>
    public IEnumerable<(string Permission, MapNode? Granted)> Granted() => Profile.GetProperty("AccessCategories").EnumerateObject()
        .Where(category => Permissions.Contains(category.Name))
        .Select(category => (category.Name, ConnectorProfiles.Replace(PolicyDocument.FromJson(category.Value, Line), ValueOf) as MapNode));

    private Node? ValueOf(string variable) => variable.Split('.') is [var end, var name] ? (end == "Source" ? Source : Destination).Names[name] : null;
}
