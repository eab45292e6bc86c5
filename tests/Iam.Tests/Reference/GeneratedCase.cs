using CsCheck;

namespace Iam.Tests.Reference;

/// <summary>Cases with every kind of policy, from a vocabulary so small that statements often apply.</summary>
internal static class GeneratedCase
{
    private static readonly Gen<string> Text = OneOf("1", "2", "1*", "?", "", "${aws:username}", "${aws:x, '1'}", "${aws:TagKeys}", "${aws:TagKeys, '1'}", "${*}", "*");

    private static readonly string[] Texts = ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "BinaryEquals"];
    private static readonly string[] Arns = ["ArnEquals", "ArnLike", "ArnNotLike", "ArnNotEquals"];
    private static readonly string[] Addresses = ["IpAddress", "NotIpAddress"];

    private static readonly string[] Numbers = ["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals"];
    private static readonly string[] Dates = ["DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"];

    private static readonly Gen<string> Condition = Gen.OneOf(
        Operator(Texts[..^1], ["aws:x", "AWS:X", "aws:username", "aws:gone", "aws:TagKeys"], Text),
        Operator(Sets(Texts[..^1]), ["aws:TagKeys", "aws:x", "aws:gone"], OneOf("a", "b", "a*", "?", "")),
        Operator([.. Numbers, .. Sets(Numbers)], ["aws:n"], OneOf("5", "7.5", "10")),
        Operator([.. Dates, .. Sets(Dates)], ["aws:CurrentTime", "aws:x"], OneOf("2026-01-01T00:00:00Z", "2026-06-01")),
        Operator([.. Addresses, .. Sets(Addresses)], ["aws:SourceIp"], OneOf("10.0.0.0/8", "10.1.1.1", "0.0.0.0/0", "2001:db8::/32")),
        Operator([.. Arns, .. Sets(Arns)], ["aws:PrincipalArn", "aws:x"], OneOf("arn:aws:iam::111122223333:role/Storefront", "arn:aws:iam::*:role/*", "arn:aws:iam::*:user/a?n", "arn:aws:*:root", "${aws:x}", "${aws:TagKeys}", "*")),
        Operator(["Bool", "ForAnyValue:Bool", "ForAllValues:Bool"], ["aws:flag", "aws:x"], OneOf("true", "false", "yes")),
        Operator(["BinaryEquals", "ForAnyValue:BinaryEquals"], ["aws:x"], OneOf("YQ==", "YWI=")),
        Gen.Select(OneOf("aws:x", "aws:username", "aws:TagKeys"), OneOf("true", "false")).Select(static (key, value) => $$$"""{"Null":{"{{{key}}}":"{{{value}}}"}}"""));

    private static readonly Gen<string> Principal = OneOf(
        "\"*\"", """{"AWS":"*"}""", """{"AWS":"111122223333"}""", """{"AWS":"arn:aws:iam::111122223333:root"}""", """{"AWS":["arn:aws:iam::111122223333:user/ann","444455556666"]}""",
        """{"AWS":"arn:aws:iam::111122223333:role/Storefront"}""", """{"AWS":["arn:aws:sts::111122223333:assumed-role/Storefront/s"]}""", """{"AWS":"arn:aws:iam::444455556666:role/Partner"}""",
        """{"AWS":"arn:aws:sts::111122223333:federated-user/bob"}""", """{"Service":"lambda.amazonaws.com"}""", """{"Service":"lambda.amazonaws.com","AWS":"111122223333"}""");

    public static Gen<string> Any { get; } = Gen.Select(
        OneOf(
            "\"arn:aws:iam::111122223333:user/ann\"", "\"arn:aws:sts::111122223333:assumed-role/Storefront/s\"", "\"arn:aws:sts::444455556666:assumed-role/Partner/p\"", "\"arn:aws:sts::111122223333:federated-user/bob\"",
            "\"arn:aws:iam::111122223333:root\"", "\"anonymous\"", """{"Service":"lambda.amazonaws.com"}"""),
        Gen.Select(OneOf("s3:GetObject", "s3:PutObject", "S3:getobject", "sts:GetCallerIdentity"), OneOf("arn:aws:s3:::a/b", "arn:aws:s3:::a/ann", "arn:aws:s3:eu:1:accesspoint/ann")),
        Context(),
        Gen.Select(Policy("identity").Array[0, 2], Policy("boundary").Array[0, 1], Policy("session").Array[0, 1]),
        Gen.Select(Policy("resource").Array[0, 1], Gen.Frequency((3, Gen.Const("[]")), (1, Policy("scp").Array[0, 2].Array[1, 2].Select(static levels => List(levels.Select(List)))))),
        Gen.Frequency((4, Gen.Const("[]")), (1, Policy("rcp").Select(static p => $"[[{p}]]"))))
        .Select(static (principal, what, context, own, others, rcp) =>
            $$"""{"principal":{{principal}},"action":"{{what.Item1}}","resource":"{{what.Item2}}","resourceAccount":"111122223333","context":{{context}},"identityPolicies":{{List(own.Item1)}},"permissionBoundaries":{{List(own.Item2)}},"sessionPolicies":{{List(own.Item3)}},"resourcePolicy":{{(others.Item1.Length == 0 ? "null" : others.Item1[0])}},"serviceControlPolicies":{{others.Item2}},"resourceControlPolicies":{{rcp}}}""");

    public static Gen<string> Policy(string kind) => Gen.Select(OneOf("2012-10-17", "2012-10-17", "2012-10-17", "2008-10-17"), Statement(kind).Array[1, 3])
        .Select(static (version, statements) => $$"""{"Version":"{{(statements.Any(IsCurrent) ? "2012-10-17" : version)}}","Statement":{{List(statements)}}}""");

    /// <summary>Without variables <c>${...}</c> is no ARN, and refused.</summary>
    public static bool IsCurrent(string statement) => statement.Contains("Arn", StringComparison.Ordinal) && statement.Contains("${", StringComparison.Ordinal);

    public static Gen<string> Statement(string kind, string? effect = null) => Gen.Select(
        effect is not null ? Gen.Const(effect) : kind == "rcp" ? Gen.Const("Deny") : OneOf("Allow", "Allow", "Allow", "Deny"),
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5]),
        OneOf("s3:*", "s3:GetObject", "s3:?utObject", "*", "s3:get*").Array[1, 2],
        OneOf("*", "arn:aws:s3:::a/*", "arn:aws:s3:::?/b", "arn:aws:s3:*", "arn:aws:s3:::a/${aws:username}", "arn:aws:s3:*:*:accesspoint/*", "arn:aws:s3:e?:1:accesspoint/${aws:username, 'ann'}").Array[1, 2],
        Gen.Frequency((2, Gen.Const("")), (1, Condition)),
        Gen.Select(Principal, Gen.Int[0, 7]))
        .Select((does, not, actions, resources, condition, principal) =>
        {
            List<string> members = [$"\"Effect\":\"{does}\"", $"\"{(not.Item1 == 0 && kind != "rcp" ? "Not" : "")}Action\":{List(actions.Select(action => Quote(kind == "rcp" && action == "*" ? "s3:*" : action)))}", $"\"{(not.Item2 == 0 ? "Not" : "")}Resource\":{List(resources.Select(Quote))}"];
            if (kind is "resource")
            {
                members.Add($"\"{(principal.Item2 == 0 && principal.Item1.StartsWith('{') ? "Not" : "")}Principal\":{principal.Item1}");
            }
            else if (kind is "rcp")
            {
                members.Add("\"Principal\":\"*\"");
            }

            if (condition.Length > 0)
            {
                members.Add($"\"Condition\":{condition}");
            }

            return $"{{{string.Join(',', members)}}}";
        });

    private static string[] Sets(string[] operators) => [.. operators.Select(static o => $"ForAllValues:{o}"), .. operators.Select(static o => $"ForAnyValue:{o}")];

    private static Gen<string> Operator(string[] names, string[] keys, Gen<string> values) => Gen.Select(OneOf(names), Gen.Bool, OneOf(keys), values.Array[0, 2])
        .Where(static (name, _, _, wanted) => wanted.Length > 0 || !name.Contains("Not", StringComparison.Ordinal))
        .Select(static (name, ifExists, key, wanted) => $$$"""{"{{{name}}}{{{(ifExists ? "IfExists" : "")}}}":{"{{{key}}}":{{{List(wanted.Select(Quote))}}}}}""");

    private static Gen<string> Context() => Gen.Select(
        OneOf("", "\"1\"", "\"2\"", "\"12\"", "\"\"", "\"*\"", "[\"1\",\"2\"]", "[\"a\",\"\"]", "[]", "\"YQ==\"", "\"arn:aws:iam::1:user/x\"", "\"TRUE\""), OneOf("", "\"5\"", "\"10\"", "\"many\"", "[\"5\",\"many\"]"),
        OneOf("", "\"10.1.1.1\"", "\"11.0.0.1\"", "\"2001:db8::1\"", "\"::ffff:10.1.1.1\"", "\"nowhere\""), OneOf("", "\"true\"", "\"false\"", "\"yes\"", "\"\""),
        OneOf("", "[]", "[\"a\"]", "[\"a\",\"b\"]", "[\"\"]", "[\"c\",\"ab\"]"), OneOf("\"2026-03-01T00:00:00Z\"", "\"2025-03-01T00:00:00Z\"")).Select(static (x, n, ip, flag, tags, time) =>
            $"{{{string.Join(',', new[] { ("aws:x", x), ("aws:n", n), ("aws:SourceIp", ip), ("aws:flag", flag), ("aws:TagKeys", tags), ("aws:CurrentTime", time) }.Where(static p => p.Item2.Length > 0).Select(static p => $"\"{p.Item1}\":{(p.Item2.StartsWith('[') ? p.Item2 : $"[{p.Item2}]")}"))}}}");

    public static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static string Quote(string text) => $"\"{text}\"";

    public static string List(IEnumerable<string> items) => $"[{string.Join(',', items)}]";
}
