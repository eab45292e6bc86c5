using Emulation.DynamoDb.Calls;
using Emulation.DynamoDb.Expressions;
using Emulation.DynamoDb.Protocol;

namespace Emulation.DynamoDb.PartiQl;

/// <summary>
/// Reads a PartiQL statement as far as DynamoDB's dialect goes. Developer Guide, "PartiQL - a SQL-compatible query language for Amazon DynamoDB". What it does
/// not read (aliases, joins, subqueries, functions that it does not know) is refused.
/// </summary>
internal sealed class PartiQlReader
{
    private readonly PartiQlTokens tokens;
    private readonly PartiQlOperands operands;

    private PartiQlReader(string statement, IReadOnlyList<KeyValue> parameters)
    {
        tokens = new PartiQlTokens(statement);
        operands = new PartiQlOperands(tokens, parameters);
    }

    /// <exception cref="DynamoDbException">It is no statement that LocalAws reads whole, or has more or fewer <c>?</c> than parameters.</exception>
    public static PartiQlStatement Read(string statement, IReadOnlyList<KeyValue> parameters)
    {
        var reader = new PartiQlReader(statement, parameters);
        var read = reader.Statement();
        reader.tokens.End();
        reader.operands.CheckParameters();
        if (read.Attributes.Contains(read.Table))
        {
            throw PartiQlTokens.Refusal($"'{read.Table}' names the table and an attribute, so that a path may mean either");
        }

        return read;
    }

    private PartiQlStatement Statement() =>
        tokens.TryKeyword("select") ? Select()
        : tokens.TryKeyword("insert") ? Insert()
        : tokens.TryKeyword("update") ? Update()
        : tokens.TryKeyword("delete") ? Delete()
        : tokens.TryKeyword("exists") ? Exists()
        : throw tokens.Unread();

    private PartiQlStatement Exists()
    {
        tokens.Symbol("(");
        tokens.Keyword("select");
        var select = Select();
        tokens.Symbol(")");
        return select with { Kind = StatementKind.Exists };
    }

    private PartiQlStatement Select()
    {
        var all = tokens.TrySymbol("*");
        if (!all)
        {
            do
            {
                operands.Path();
            }
            while (tokens.TrySymbol(","));
        }

        tokens.Keyword("from");
        var (table, index) = Table(mayHaveIndex: true);
        var condition = Where();
        if (tokens.TryKeyword("order"))
        {
            tokens.Keyword("by");
            do
            {
                operands.Path();
                if (!tokens.TryKeyword("asc"))
                {
                    tokens.TryKeyword("desc");
                }
            }
            while (tokens.TrySymbol(","));
        }

        return new PartiQlStatement(StatementKind.Select, table, index) { Attributes = operands.Attributes, Condition = condition, SelectsAll = all };
    }

    private PartiQlStatement Insert()
    {
        tokens.Keyword("into");
        var (table, _) = Table(mayHaveIndex: false);
        tokens.Keyword("value");
        var item = operands.Item();
        return new PartiQlStatement(StatementKind.Insert, table, null) { Attributes = [.. item.Keys], Item = item };
    }

    private PartiQlStatement Update()
    {
        var (table, _) = Table(mayHaveIndex: false);
        if (!tokens.IsKeyword("set") && !tokens.IsKeyword("remove"))
        {
            throw tokens.Unread();
        }

        while (tokens.IsKeyword("set") || tokens.IsKeyword("remove"))
        {
            var sets = tokens.IsKeyword("set");
            tokens.Advance();
            do
            {
                operands.Path();
                if (sets)
                {
                    tokens.Symbol("=");
                    operands.Sum();
                }
            }
            while (tokens.TrySymbol(","));
        }

        return Written(StatementKind.Update, table);
    }

    private PartiQlStatement Delete()
    {
        tokens.Keyword("from");
        return Written(StatementKind.Delete, Table(mayHaveIndex: false).Table);
    }

    private PartiQlStatement Written(StatementKind kind, string table)
    {
        var condition = Where() ?? throw PartiQlTokens.Refusal("Where clause does not contain a mandatory equality on all key attributes");
        return new PartiQlStatement(kind, table, null) { Condition = condition, Returns = Returning(), Attributes = operands.Attributes };
    }

    private string Returning()
    {
        if (!tokens.TryKeyword("returning"))
        {
            return "NONE";
        }

        var all = tokens.TryKeyword("all");
        if (!all)
        {
            tokens.Keyword("modified");
        }

        var isNew = tokens.TryKeyword("new");
        if (!isNew)
        {
            tokens.Keyword("old");
        }

        tokens.Symbol("*");
        return $"{(all ? "ALL" : "UPDATED")}_{(isNew ? "NEW" : "OLD")}";
    }

    private (string Table, string? Index) Table(bool mayHaveIndex)
    {
        var table = Name();
        return (table, mayHaveIndex && tokens.TrySymbol(".") ? Name() : null);
    }

    private string Name() => tokens.Take(TokenKind.Word, TokenKind.Quoted);

    private ConditionExpression? Where() => tokens.TryKeyword("where") ? new Connectives(tokens, Simple).Any() : null;

    private ConditionExpression Simple()
    {
        if (operands.IsPredicate)
        {
            var name = tokens.Content;
            return new ConditionExpression.Other(name, operands.Arguments());
        }

        var left = operands.Sum();
        if (tokens.TryKeyword("between"))
        {
            var low = operands.Sum();
            tokens.Keyword("and");
            return new ConditionExpression.Other("between", [left, low, operands.Sum()]);
        }

        if (tokens.TryKeyword("in"))
        {
            return new ConditionExpression.In(left, operands.List());
        }

        if (tokens.TryKeyword("is"))
        {
            tokens.TryKeyword("not");
            if (!tokens.TryKeyword("missing"))
            {
                tokens.Keyword("null");
            }

            return new ConditionExpression.Other("is", [left]);
        }

        var comparator = tokens.Content;
        if (tokens.Kind != TokenKind.Symbol || comparator is not ("=" or "<>" or "!=" or "<" or "<=" or ">" or ">="))
        {
            throw tokens.Unread();
        }

        tokens.Advance();
        return new ConditionExpression.Comparison(left, comparator, operands.Sum());
    }
}
