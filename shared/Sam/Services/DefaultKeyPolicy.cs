using Sam.Documents;
using Sam.Resources;

namespace Sam.Services;

/// <summary>The policy of a key that is made without one: it leaves access to the identity policies of the account. KMS Developer Guide, "Default key policy".</summary>
internal static class DefaultKeyPolicy
{
    public static MapNode For(Resource key)
    {
        var line = key.Declaration.Line;
        var statement = MapNode.Of(
            line,
            ("Sid", Text("Enable IAM policies")),
            ("Effect", Text("Allow")),
            ("Principal", MapNode.Of(line, ("AWS", Text($"arn:aws:iam::{key.Physical.Stack.AccountId}:root")))),
            ("Action", Text("kms:*")),
            ("Resource", Text("*")));
        return MapNode.Of(line, ("Version", Text("2012-10-17")), ("Statement", new ListNode([statement], line)));

        ScalarNode Text(string text) => ScalarNode.Of(text, line);
    }
}
