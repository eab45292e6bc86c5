using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Iam;

namespace Sam;

/// <summary>
/// A resource of a service that LocalAws stands in front of, such as a queue or a bucket: what calls to it are decided by, and the properties that making it needs.
/// </summary>
/// <param name="Identity">How it is called, and where it is declared.</param>
public abstract record ServiceResource(ResourceIdentity Identity)
{
    /// <summary>The name in the template.</summary>
    public string LogicalId => Identity.LogicalId;

    /// <summary>The name that the template gives, or the one that CloudFormation would generate.</summary>
    public string Name => Identity.Name;

    /// <summary>The resource's ARN.</summary>
    public Arn Arn => Identity.Arn;

    /// <summary>Where it is declared.</summary>
    public SourceLine Line => Identity.Line;

    /// <summary>The tags, which policies see as <c>aws:ResourceTag</c>.</summary>
    public ImmutableDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Who else may use it: all of its policies as one; null when the template gives none.</summary>
    public Policy? ResourcePolicy { get; init; }

    /// <summary>The properties as CloudFormation names them, evaluated, without those that cannot be told. They may hold secrets: they are for making the resource alone.</summary>
    public JsonObject Properties { get; init; } = [];

    /// <summary>Why nobody gets in here; null for what is open.</summary>
    public Closure? Closed { get; init; }

    /// <summary>The logical id and the ARN: no property, since one may be a secret.</summary>
    public sealed override string ToString() => $"{LogicalId} ({Arn})";
}

/// <summary>How a resource is called, and where it is declared.</summary>
/// <param name="LogicalId">The name in the template.</param>
/// <param name="Name">The name that the template gives, or the one that CloudFormation would generate.</param>
/// <param name="Arn">The ARN.</param>
/// <param name="PhysicalId">What <c>Ref</c> gives.</param>
/// <param name="Line">Where it is declared.</param>
public sealed record ResourceIdentity(string LogicalId, string Name, Arn Arn, string PhysicalId, SourceLine Line);
