using Emulation.S3.Asks;

namespace Emulation.Findings.Rules;

internal sealed class BlockedPublicPolicy() : Rule(
    "LA016", "public policy on a bucket that blocks public policies", Severity.Error,
    "S3 refuses to put it, and the deployment fails. Here the bucket keeps it, for principals of its account and AWS's services alone.")
{
    public override IEnumerable<Finding> Find(LintSubject subject) =>
        from bucket in subject.Main.Buckets
        where bucket.PublicAccess.BlockPublicPolicy
        from written in subject.Main.ResourcePolicies
        where written.ResourceArn == bucket.Arn.ToString() && written.Policy.Origin.Closed.IsEmpty && PublicPolicy.IsPublic(written.Policy)
        select new Finding(
            this, written.LogicalIds[0], written.Line,
            $"The policy of {bucket.LogicalId} lets everybody in, and public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.",
            "Say who in Principal or in a condition, or set BlockPublicPolicy to false in the bucket's PublicAccessBlockConfiguration.");
}
