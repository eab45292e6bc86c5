using System.Collections.Immutable;

namespace Emulation.ServiceReference;

/// <summary>A member of an operation's input.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Wire">The name in a request: of a label of the path, a parameter of the query, a header, or in the body.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Inner">Of a structure or a list of them, the members that may name a resource: model's name and name in a request.</param>
internal sealed record ModelMember(string Name, string Wire, MemberKind Kind, MemberPlace Place, ImmutableArray<KeyValuePair<string, string>> Inner);

internal enum MemberKind
{
    /// <summary>Number, truth, time, bytes, or one of few words.</summary>
    Other,
    Text,
    Texts,
    Structure,
    Structures,
    Map,
}

internal enum MemberPlace
{
    /// <summary>A member of the body.</summary>
    Body,

    /// <summary>The body is this member alone.</summary>
    WholeBody,
    Path,
    Query,
    Header,

    /// <summary>All headers that begin with <see cref="ModelMember.Wire"/>.</summary>
    Headers,
}
