using System.Collections.Immutable;
using Emulation.DynamoDb.Calls;
using Emulation.DynamoDb.Expressions;
using Emulation.DynamoDb.Protocol;

namespace Emulation.DynamoDb.PartiQl;

/// <summary>Reads what a statement compares, sets and inserts: paths, literals, parameters, functions.</summary>
internal sealed class PartiQlOperands(PartiQlTokens tokens, IReadOnlyList<KeyValue> parameters)
{
    private static readonly string[] Predicates = ["begins_with", "contains", "attribute_type", "attribute_exists", "attribute_not_exists"];
    private static readonly string[] Functions = ["size", "list_append", "if_not_exists", "set_add", "set_delete"];

    private static readonly string[] Keywords =
    [
        "select", "from", "where", "insert", "into", "value", "update", "set", "remove", "delete", "returning", "and", "or", "not", "between", "in",
        "is", "missing", "null", "order", "by",
        "asc", "desc", "exists", "as", "at", "join", "like", "group", "having", "limit", "union", "true", "false", "case", "unpivot", "let", "on",
    ];

    private static readonly KeyValue NoKey = new("", "");
    private readonly HashSet<string> attributes = new(StringComparer.Ordinal);
    private int used;

    /// <summary>The top-level attributes named so far.</summary>
    public ImmutableArray<string> Attributes => [.. attributes];

    /// <summary>Whether a function that is a condition by itself begins here.</summary>
    public bool IsPredicate => tokens.IsCall && Predicates.Contains(tokens.Content, StringComparer.OrdinalIgnoreCase);

    /// <exception cref="DynamoDbException">The statement has another number of <c>?</c> than the call has parameters.</exception>
    public void CheckParameters()
    {
        if (used != parameters.Count)
        {
            throw DynamoDbException.Validation("Number of parameters in request and statement don't match.");
        }
    }

    /// <summary>Such as <c>a.b[0].'c'</c>.</summary>
    public ExpressionOperand.Path Path()
    {
        var isName = tokens.Kind == TokenKind.Quoted || (tokens.Kind == TokenKind.Word && !tokens.IsCall && !Keywords.Contains(tokens.Content, StringComparer.OrdinalIgnoreCase));
        if (!isName)
        {
            throw tokens.Unread();
        }

        var attribute = tokens.Content;
        attributes.Add(attribute);
        tokens.Advance();
        var isWhole = true;
        while (true)
        {
            if (tokens.TrySymbol("."))
            {
                tokens.Take(TokenKind.Word, TokenKind.Quoted);
            }
            else if (tokens.TrySymbol("["))
            {
                tokens.Take(TokenKind.Number, TokenKind.Text);
                tokens.Symbol("]");
            }
            else
            {
                return new ExpressionOperand.Path(attribute, isWhole);
            }

            isWhole = false;
        }
    }

    public ExpressionOperand Sum()
    {
        var operand = Single();
        while (tokens.TrySymbol("+") || tokens.TrySymbol("-"))
        {
            Single();
            operand = new ExpressionOperand.Computed();
        }

        return operand;
    }

    /// <summary>The operands of a function, its name included.</summary>
    public ImmutableArray<ExpressionOperand> Arguments()
    {
        tokens.Advance();
        return List();
    }

    /// <summary>Operands in parentheses or brackets.</summary>
    public ImmutableArray<ExpressionOperand> List()
    {
        var close = tokens.TrySymbol("[") ? "]" : ")";
        if (close == ")")
        {
            tokens.Symbol("(");
        }

        tokens.Enter();
        var operands = ImmutableArray.CreateBuilder<ExpressionOperand>();
        do
        {
            operands.Add(Sum());
        }
        while (tokens.TrySymbol(","));
        tokens.Symbol(close);
        tokens.Leave();
        return operands.ToImmutable();
    }

    /// <summary>Such as <c>{'pk': 'a', 'n': 1}</c>, by attribute.</summary>
    public ImmutableDictionary<string, KeyValue> Item()
    {
        var item = ImmutableDictionary.CreateBuilder<string, KeyValue>(StringComparer.Ordinal);
        tokens.Symbol("{");
        tokens.Enter();
        do
        {
            var name = tokens.Take(TokenKind.Text, TokenKind.Quoted);
            tokens.Symbol(":");
            if (!item.TryAdd(name, Literal()))
            {
                throw PartiQlTokens.Refusal($"the attribute '{name}' is given twice");
            }
        }
        while (tokens.TrySymbol(","));
        tokens.Symbol("}");
        tokens.Leave();
        return item.ToImmutable();
    }

    private ExpressionOperand Single()
    {
        if (tokens.IsCall)
        {
            if (!Functions.Contains(tokens.Content, StringComparer.OrdinalIgnoreCase))
            {
                throw PartiQlTokens.Refusal($"unexpected '{tokens.Content}('");
            }

            Arguments();
            return new ExpressionOperand.Computed();
        }

        var isLiteral = tokens.Kind is TokenKind.Text or TokenKind.Number or TokenKind.Symbol || tokens.IsKeyword("true") || tokens.IsKeyword("false") || tokens.IsKeyword("null");
        return isLiteral ? new ExpressionOperand.Value(Literal()) : Path();
    }

    private KeyValue Literal()
    {
        var content = tokens.Content;
        switch (tokens.Kind)
        {
            case TokenKind.Text:
                tokens.Advance();
                return new KeyValue("S", content);
            case TokenKind.Number:
                return Number("");
            case TokenKind.Symbol when tokens.TrySymbol("-"):
                return Number("-");
            case TokenKind.Symbol when tokens.TrySymbol("?"):
                return used < parameters.Count ? parameters[used++] : throw DynamoDbException.Validation("Number of parameters in request and statement don't match.");
            case TokenKind.Symbol when tokens.IsSymbol("{"):
                Item();
                return NoKey;
            case TokenKind.Symbol when tokens.TrySymbol("["):
                return Items("]");
            case TokenKind.Symbol when tokens.TrySymbol("<<"):
                return Items(">>");
            case TokenKind.Word when tokens.TryKeyword("true") || tokens.TryKeyword("false") || tokens.TryKeyword("null"):
                return NoKey;
            default:
                throw tokens.Unread();
        }
    }

    private KeyValue Number(string sign)
    {
        var number = NumberText.Canonical(sign + tokens.Content) ?? throw PartiQlTokens.Refusal($"'{tokens.Content}' is no number");
        tokens.Take(TokenKind.Number);
        return new KeyValue("N", number);
    }

    private KeyValue Items(string close)
    {
        tokens.Enter();
        while (!tokens.TrySymbol(close))
        {
            Literal();
            if (!tokens.TrySymbol(",") && !tokens.IsSymbol(close))
            {
                throw tokens.Unread();
            }
        }

        tokens.Leave();
        return NoKey;
    }
}
