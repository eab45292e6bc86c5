using System.Collections.Immutable;
using CsCheck;

namespace Iam.Tests.Symbolic;

/// <summary>What can be written on one condition key, and everything that requests can have of it that makes a difference.</summary>
/// <param name="Operators">Without qualifier and <c>IfExists</c>.</param>
/// <param name="Wanted">What policies ask for.</param>
/// <param name="Values">A value of each class that these can tell apart.</param>
internal sealed record ConditionFamily(ImmutableArray<string> Operators, ImmutableArray<string> Wanted, ImmutableArray<string> Values)
{
    /// <summary>Every operator there is, by the kind of its values. A tag of the role is <c>b</c>, which is no ARN.</summary>
    public static ImmutableArray<ConditionFamily> All { get; } =
    [
        new(["StringEquals", "StringNotEquals"], ["1", "2", "", "${aws:PrincipalTag/team}", "${aws:PrincipalTag/none}"], ["1", "2", "", "b", "z"]),
        new(["StringLike", "StringNotLike", "StringEquals"], ["1", "1*", "?", ""], ["1", "12", "1*", "3", "?", "", "33"]),
        new(["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringEquals"], ["k", "K", ""], ["k", "K", "\u212A", "", "z"]),
        new(["ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"], ["arn:aws:s3:::1", "arn:aws:s3:::1*", "arn:aws:*:::2", "*", "${aws:PrincipalTag/team}"], ["arn:aws:s3:::1", "arn:aws:s3:::12", "arn:aws:sns:::2", "arn:aws:s3:::3", "none", ""]),
        new(["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals"], ["5", "7.5"], ["4", "5", "6", "7.5", "9", "many"]),
        new(["DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"], ["2026-01-01", "1780272000"], ["2025-12-31", "2026-01-01", "2026-03-01", "2026-06-01", "2027-01-01", ""]),
        new(["Bool"], ["true", "false", "yes"], ["true", "false", "1", ""]),
        new(["BinaryEquals"], ["YQ==", "YWI="], ["YQ==", "YWI=", "YQ", ""]),
        new(["IpAddress", "NotIpAddress"], ["10.0.0.0/8", "10.1.0.0/16", "::ffff:0:0/96", "2001:db8::/32"], ["10.2.0.1", "::ffff:10.1.0.1", "11.0.0.1", "2001:db8::1", "2001:db9::1", "nowhere"]),
    ];

    /// <summary>Conditions on a key, none among them.</summary>
    public Gen<string> Conditions(string key) => Gen.Frequency(
        (1, Gen.Const("")),
        (1, Gen.Bool.Select(absent => $$$""","Condition":{"Null":{"{{{key}}}":"{{{(absent ? "true" : "false")}}}"}}""")),
        (8, Gen.Select(OneOf("", "", "ForAnyValue:", "ForAllValues:"), OneOf([.. Operators]), Gen.Bool, OneOf([.. Wanted]).Array[0, 3]).Where(static (_, name, _, wanted) => wanted.Length > 0 || !name.Contains("Not", StringComparison.Ordinal)).Select((qualifier, name, ifExists, wanted) =>
            $$$""","Condition":{"{{{qualifier}}}{{{name}}}{{{(ifExists ? "IfExists" : "")}}}":{"{{{key}}}":[{{{string.Join(',', wanted.Select(static w => $"\"{w}\""))}}}]}}""")));

    /// <summary>Absent, one value, twice the same, and every set of several.</summary>
    public IEnumerable<ImmutableArray<string>> Requests() => Enumerable.Range(0, 1 << Values.Length)
        .Select(set => set == 0 ? default : Values.Where((_, i) => (set & (1 << i)) != 0).ToImmutableArray())
        .Concat(Values.Select(static v => ImmutableArray.Create(v, v)));

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
