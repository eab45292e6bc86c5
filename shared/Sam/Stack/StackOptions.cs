using System.Collections.Immutable;
using Sam.Documents;
using Sam.Nested;

namespace Sam;

/// <summary>Where and under which name a template is taken to be deployed, and what is known of it that it does not say itself.</summary>
/// <param name="AccountId">The AWS account, twelve digits.</param>
/// <param name="Region">The AWS region, such as <c>us-east-1</c>.</param>
/// <param name="StackName">The CloudFormation stack's name. Generated physical names start with it.</param>
/// <param name="Parameters">
/// Values of the template's parameters; a parameter without one takes its default. Further keys give what the template refers to
/// elsewhere: <c>/name</c> or <c>ssm:NAME</c> a parameter of Systems Manager, <c>secretsmanager:ID</c> a secret's text,
/// <c>secretsmanager:ID:SecretString:KEY</c> one key of it.
/// </param>
/// <param name="Imports">What other stacks export, by the export's name.</param>
/// <param name="SsmParameters">What other stacks write to Systems Manager's Parameter Store, by the parameter's name.</param>
public sealed record StackOptions(
    string AccountId = "111122223333",
    string Region = "us-east-1",
    string StackName = "microservices",
    IReadOnlyDictionary<string, string>? Parameters = null,
    IReadOnlyDictionary<string, string>? Imports = null,
    IReadOnlyDictionary<string, string>? SsmParameters = null)
{
    /// <summary>
    /// Values like <see cref="Parameters"/> that give way to them and may be meant for other templates too, such as those of a file:
    /// one for a parameter that the template does not have is noted and passed over.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Defaults { get; init; }

    /// <summary>Whether integrations may send requests to servers that are not on this machine.</summary>
    public bool AllowsHttp { get; init; }

    /// <summary>The VPC endpoint by which every request comes; null without one, and then nobody reaches a private API.</summary>
    public string? SourceVpce { get; init; }

    /// <summary>Parameters that the stack around this one gives and does not know.</summary>
    internal ImmutableDictionary<string, UnknownNode> UnknownParameters { get; init; } = ImmutableDictionary<string, UnknownNode>.Empty;

    /// <summary>The templates that this one is nested in, and itself.</summary>
    internal ImmutableArray<string> Nesting { get; init; } = [];

    /// <summary>The names of the resources that nest this template, the outermost first.</summary>
    internal ImmutableArray<string> NestedAs { get; init; } = [];

    /// <summary>How many templates are nested so far, at all levels; null outside of any.</summary>
    internal NestedCount? NestedCount { get; init; }

    /// <summary>The value that was given under a key.</summary>
    internal string? Given(string key) => Parameters?.GetValueOrDefault(key) ?? Defaults?.GetValueOrDefault(key);
}
