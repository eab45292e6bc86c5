using System.Collections.Immutable;
using Iam.Matching;
using Iam.Policies;

namespace Iam;

/// <summary>A policy document, checked and compiled. IAM User Guide, "Grammar of the IAM JSON policy language".</summary>
public sealed class Policy
{
    internal Policy(PolicyKind kind, PolicyOrigin origin, ImmutableArray<Statement> statements, string json)
    {
        Kind = kind;
        Origin = origin;
        Statements = statements;
        Json = json;
        Index = StatementIndex.Of(statements);
    }

    /// <summary>What the policy is attached to.</summary>
    public PolicyKind Kind { get; }

    /// <summary>Where it comes from.</summary>
    public PolicyOrigin Origin { get; }

    /// <summary>The statements in the document's order.</summary>
    public ImmutableArray<Statement> Statements { get; }

    /// <summary>The document as it was read.</summary>
    public string Json { get; }

    /// <summary>Null while there are so few statements that looking at each is quicker.</summary>
    internal StatementIndex? Index { get; }

    /// <summary>Reads and compiles a document. Never throws for what the document holds: all errors of it are in the result.</summary>
    /// <param name="json">The document.</param>
    /// <param name="kind">What it is attached to.</param>
    /// <param name="origin">Where it comes from.</param>
    /// <param name="options">How it is read.</param>
    public static PolicyParseResult Parse(string json, PolicyKind kind, PolicyOrigin origin, PolicyParseOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(origin);
        return PolicyReader.Read(json, kind, origin, options ?? new PolicyParseOptions());
    }

    /// <summary>The same policy with a statement that applies to nothing in the place of one.</summary>
    /// <param name="statement">The statement's index, from 0.</param>
    public Policy WithoutStatement(int statement) => Without(Statements[statement]);

    /// <summary>The same policy with a statement that applies to nothing in the place of one.</summary>
    internal Policy Without(Statement statement) =>
        new(Kind, Origin, Statements.SetItem(statement.Index, new Statement(statement.Index) { Denies = true, Principals = statement.Principals.IsDefault ? default : [] }), Json);

    /// <summary>The same policy with another's statements after its own.</summary>
    public Policy With(Policy other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(Kind, Origin, Statements.AddRange(other.Statements.Select((s, i) => s.At(Statements.Length + i))), Json);
    }

    /// <summary>The policy's name.</summary>
    public override string ToString() => Origin.Name;
}
