using System.Collections.Immutable;

namespace Emulation.ServiceReference;

/// <summary>An action that policies name.</summary>
/// <param name="Name">With the service, such as <c>sqs:SendMessage</c>.</param>
/// <param name="Level">What it does.</param>
/// <param name="Targets">What it is on; empty for an action on <c>*</c> alone.</param>
/// <param name="Keys">Its condition keys, beside those of all actions.</param>
internal sealed record ServiceAction(string Name, AccessLevel Level, ImmutableArray<ActionTarget> Targets, ImmutableArray<ServiceKey> Keys)
{
    /// <summary>The prefix of its service.</summary>
    public string Service => Name[..Name.IndexOf(':', StringComparison.Ordinal)];
}

/// <summary>What an action is on.</summary>
/// <param name="Type">The type of resource.</param>
/// <param name="IsRequired">Whether each call names one; else only some do.</param>
internal readonly record struct ActionTarget(ArnType Type, bool IsRequired);

/// <summary>What an action does. Service Authorization Reference, "Actions table".</summary>
internal enum AccessLevel
{
    Read,
    List,
    Write,
    Tagging,
    Permissions,
}
