using System.Collections.Immutable;
using System.Text.Json;
using CsCheck;
using Emulation.DynamoDb.Calls;
using Emulation.DynamoDb.Expressions;
using Emulation.DynamoDb.Protocol;

namespace Emulation.Tests.DynamoDb;

/// <summary>Expressions that are generated with the attributes they name, and written in every way the grammar allows.</summary>
public class Expressions_read
{
    private static readonly string[] Attributes = ["a", "b", "Wins", "user_id", "with space", "size", "and"];

    private sealed record Written(string Text, ImmutableHashSet<string> Names);

    // Attribute i is #ni; plain where its name may stand by itself.
    private static readonly Gen<Written> Path =
        Gen.Select(Gen.Int[0, Attributes.Length - 1], Gen.OneOf("", ".x", "[0]", ".#n0[12].y"), Gen.Bool).Select(static (i, tail, plain) =>
            new Written((plain && i < 4 ? Attributes[i] : $"#n{i}") + tail, [Attributes[i]]));

    private static readonly Gen<Written> Value = Gen.OneOf(":v", ":w").Select(static name => new Written(name, []));

    private static readonly Gen<Written> Operand = Gen.OneOf(Path, Value, Path.Select(static path => path with { Text = $"size ({path.Text})" }));

    private static Gen<Written> Condition(int depth) => depth == 0 ? Leaf : Gen.OneOf(
        Leaf,
        Gen.Select(Condition(depth - 1), Gen.OneOf("AND", "or", " And "), Condition(depth - 1)).Select(static (left, word, right) => new Written($"({left.Text}) {word} ({right.Text})", left.Names.Union(right.Names))),
        Gen.Select(Condition(depth - 1), Leaf).Select(static (left, right) => new Written($"{left.Text}\n AND {right.Text}", left.Names.Union(right.Names))),
        Condition(depth - 1).Select(static inner => inner with { Text = $"NOT ({inner.Text})" }));

    private static Gen<Written> Leaf => Gen.OneOf(
        Gen.Select(Operand, Gen.OneOf("=", "<>", "<", "<=", ">", ">="), Operand).Select(static (left, op, right) => new Written($"{left.Text}{op}{right.Text}", left.Names.Union(right.Names))),
        Gen.Select(Operand, Value, Operand).Select(static (of, low, high) => new Written($"{of.Text} between {low.Text} AND {high.Text}", of.Names.Union(high.Names))),
        Gen.Select(Operand, Operand.Array[1, 3]).Select(static (of, among) => new Written($"{of.Text} IN ({string.Join(" , ", among.Select(static o => o.Text))})", among.Aggregate(of.Names, static (names, o) => names.Union(o.Names)))),
        Gen.Select(Gen.OneOf("begins_with", "contains"), Path, Operand).Select(static (name, path, of) => new Written($"{name}( {path.Text} ,{of.Text})", path.Names.Union(of.Names))),
        Path.Select(static path => path with { Text = $"attribute_exists({path.Text})" }));

    [Fact]
    public void Name_exactly_the_attributes_that_conditions_name() => Condition(4).Where(static written => written.Text.Length < 4000).Sample(static written =>
    {
        var scope = Scope();
        ConditionExpressionReader.Read(written.Text, "FilterExpression", scope);
        return written.Names.SetEquals(scope.Attributes);
    }, iter: 5_000);

    [Fact]
    public void Name_exactly_the_attributes_that_updates_name()
    {
        var set = Gen.Select(Path, Operands, Operands).Select(static (path, left, right) => new Written($"{path.Text} = {left.Text} + {right.Text}", path.Names.Union(left.Names).Union(right.Names)));
        var updates = Gen.Select(set.Array[1, 3], Path.Array[1, 2], Path).Select(static (sets, removes, add) => new Written(
            $"SET {string.Join(", ", sets.Select(static s => s.Text))} remove {string.Join(",", removes.Select(static r => r.Text))} ADD {add.Text} :v",
            sets.Concat(removes).Append(add).Aggregate(ImmutableHashSet<string>.Empty, static (names, w) => names.Union(w.Names))));
        updates.Sample(static written =>
        {
            var scope = Scope();
            UpdateReader.Read(written.Text, scope);
            return written.Names.SetEquals(scope.Attributes);
        }, iter: 5_000);
    }

    private static Gen<Written> Operands => Gen.OneOf(
        Path, Value, Gen.Select(Path, Value).Select(static (path, value) => new Written($"if_not_exists({path.Text}, {value.Text})", path.Names)),
        Gen.Select(Path, Path).Select(static (left, right) => new Written($"list_append ({left.Text},{right.Text})", left.Names.Union(right.Names))));

    /// <summary>A character too many or too few is refused, or changes nothing about which attributes are named but what it itself changes: it never throws anything else.</summary>
    [Fact]
    public void Refuse_what_they_do_not_read_and_never_fail_otherwise() =>
        Gen.Select(Condition(2), Gen.Int[0, 200], Gen.Char[' ', '~']).Sample(static (written, at, letter) =>
        {
            var position = at % (written.Text.Length + 1);
            try
            {
                ConditionExpressionReader.Read(written.Text[..position] + letter + written.Text[position..], "FilterExpression", Scope());
            }
            catch (DynamoDbException)
            {
                // Refused: fine.
            }
        }, iter: 5_000);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a = :v AND")]
    [InlineData("a = :v)")]
    [InlineData("(a = :v")]
    [InlineData("a == :v")]
    [InlineData("a = 'x'")]
    [InlineData("a = 1")]
    [InlineData("Begins_With(a, :v)")]
    [InlineData("begins_with(a)")]
    [InlineData("unknown(a, :v)")]
    [InlineData("a = :v -- b")]
    [InlineData("a = :v; b = :w")]
    [InlineData("a.[0] = :v")]
    [InlineData("a[x] = :v")]
    [InlineData("# = :v")]
    public void Refuse(string expression) => Assert.Throws<DynamoDbException>(() => ConditionExpressionReader.Read(expression, "FilterExpression", Scope()));

    [Theory]
    [InlineData("a, b c")]
    [InlineData("a,")]
    [InlineData("a = :v")]
    public void Refuse_a_projection(string expression) => Assert.Throws<DynamoDbException>(() => Paths.ReadProjection(expression, Scope()));

    [Theory]
    [InlineData("SET a = :v SET b = :w")]
    [InlineData("SET a = :v remove b REMOVE c")]
    [InlineData("SET a = :v b")]
    [InlineData("SET a")]
    [InlineData("DROP a")]
    [InlineData("SET a = :missing")]
    [InlineData("SET a = #missing")]
    public void Refuse_an_update(string expression) => Assert.Throws<DynamoDbException>(() => UpdateReader.Read(expression, Scope()));

    [Fact]
    public void Name_what_an_update_subtracts()
    {
        var scope = Scope();
        UpdateReader.Read("SET a = b - (Wins - :v) DELETE user_id :w", scope);
        Assert.Equal(["Wins", "a", "b", "user_id"], scope.Attributes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Refuse_more_than_4_KB()
    {
        static string Long(int length) => "a" + new string(' ', length - 6) + "= :v ";
        Assert.NotNull(ConditionExpressionReader.Read(Long(4096), "FilterExpression", Scope()));
        Assert.Throws<DynamoDbException>(() => ConditionExpressionReader.Read(Long(4097), "FilterExpression", Scope()));
    }

    [Fact]
    public void Refuse_to_nest_without_end()
    {
        static string Nested(int depth) => new string('(', depth) + "a = :v" + new string(')', depth);
        Assert.NotNull(ConditionExpressionReader.Read(Nested(60), "FilterExpression", Scope()));
        Assert.Throws<DynamoDbException>(() => ConditionExpressionReader.Read(Nested(70), "FilterExpression", Scope()));
        Assert.Throws<DynamoDbException>(() => ConditionExpressionReader.Read(new string('(', 2000) + "a = :v" + new string(')', 2000), "FilterExpression", Scope()));
        Assert.Throws<DynamoDbException>(() => ConditionExpressionReader.Read(string.Concat(Enumerable.Repeat("NOT ", 1000)) + "a = :v", "FilterExpression", Scope()));
    }

    /// <summary>Whatever items a condition lets through, their key is among those that are reported.</summary>
    [Fact]
    public void Bound_a_key_by_no_fewer_values_than_can_meet_the_condition()
    {
        string[] values = ["x", "y", "z"];
        var leaf = Gen.Select(Gen.Bool, Gen.OneOf("=", "<>", "<"), Gen.Int[0, 2]).Select((isKey, op, i) => ((ConditionExpression)new ConditionExpression.Comparison(new ExpressionOperand.Path(isKey ? "pk" : "other", true), op, Literal(values[i]))));
        var among = Gen.Int[0, 2].Array[1, 2].Select(ids => (ConditionExpression)new ConditionExpression.In(new ExpressionOperand.Path("pk", true), [.. ids.Select(i => Literal(values[i]))]));
        Gen<ConditionExpression> Tree(int depth) => depth == 0 ? Gen.OneOf(leaf, among) : Gen.OneOf(
            leaf, among,
            Gen.Select(Tree(depth - 1), Tree(depth - 1)).Select(static (left, right) => (ConditionExpression)new ConditionExpression.And(left, right)),
            Gen.Select(Tree(depth - 1), Tree(depth - 1)).Select(static (left, right) => (ConditionExpression)new ConditionExpression.Or(left, right)),
            Tree(depth - 1).Select(static inner => (ConditionExpression)new ConditionExpression.Not(inner)));
        Tree(4).Sample(condition =>
        {
            var bounds = KeyBounds.Of(condition, "pk");
            return bounds is not { } known || values.All(key => !values.Any(other => Holds(condition, key, other)) || known.Any(value => value.Text == key));
        }, iter: 10_000);
    }

    private static ExpressionOperand.Value Literal(string text) => new(new KeyValue("S", text));

    private static bool Holds(ConditionExpression condition, string key, string other) => condition switch
    {
        ConditionExpression.Comparison { Left: ExpressionOperand.Path path, Right: ExpressionOperand.Value value } comparison => comparison.Operator switch
        {
            "=" => Of(path, key, other) == value.Content.Text,
            "<>" => Of(path, key, other) != value.Content.Text,
            _ => string.CompareOrdinal(Of(path, key, other), value.Content.Text) < 0,
        },
        ConditionExpression.In { Left: ExpressionOperand.Path path } among => among.Among.Any(value => ((ExpressionOperand.Value)value).Content.Text == Of(path, key, other)),
        ConditionExpression.And and => Holds(and.Left, key, other) && Holds(and.Right, key, other),
        ConditionExpression.Or or => Holds(or.Left, key, other) || Holds(or.Right, key, other),
        ConditionExpression.Not not => !Holds(not.Negated, key, other),
        _ => throw new InvalidOperationException(),
    };

    private static string Of(ExpressionOperand.Path path, string key, string other) => path.Attribute == "pk" ? key : other;

    private static ExpressionScope Scope()
    {
        using var call = JsonDocument.Parse(
            """{"ExpressionAttributeNames":{NAMES},"ExpressionAttributeValues":{":v":{"S":"v"},":w":{"N":"1"}}}"""
                .Replace("NAMES", string.Join(',', Attributes.Select(static (name, i) => $"\"#n{i}\":\"{name}\"")), StringComparison.Ordinal));
        return new ExpressionScope(RequestObject.Of(call.RootElement.Clone(), "the request", ItemCalls.Set("ExpressionAttributeNames", "ExpressionAttributeValues")));
    }
}
