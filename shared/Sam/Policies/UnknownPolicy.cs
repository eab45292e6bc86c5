using System.Collections.Immutable;
using Iam;
using Sam.Documents;
using Sam.Errors;

namespace Sam.Policies;

/// <summary>A policy that nobody knows here, and that may deny anything: it denies everything, and says so.</summary>
public static class UnknownPolicy
{
    /// <summary>The policy.</summary>
    /// <param name="closure">Why it is not known.</param>
    /// <param name="kind">What it is attached to.</param>
    /// <param name="name">What explanations call it.</param>
    public static Policy Of(Closure closure, PolicyKind kind, string name)
    {
        ArgumentNullException.ThrowIfNull(closure);
        var unknown = new UnknownNode(closure.At.Line, new Unknown(closure.Message, closure.Remedy));
        var partly = PartlyKnownPolicy.Of(unknown, NamesPrincipals(kind), kind == PolicyKind.Trust);
        var origin = new PolicyOrigin(name, null, closure.At.File, [closure.At.Line]) { Closed = ImmutableDictionary<int, string>.Empty.Add(0, closure.ToString()) };
        return Policy.Parse(PolicyDocument.ToJson(partly.Document), kind, origin, new PolicyParseOptions { Stored = kind == PolicyKind.Trust }).Policy!;
    }

    /// <summary>Whether the statements of such a policy name principals.</summary>
    internal static bool NamesPrincipals(PolicyKind kind) => kind is PolicyKind.Resource or PolicyKind.Trust or PolicyKind.ResourceControl;
}
