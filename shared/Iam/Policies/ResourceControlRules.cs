namespace Iam.Policies;

/// <summary>
/// What a resource control policy may say. AWS Organizations User Guide, "RCP syntax": a customer's denies only, everybody, and actions of services that are
/// covered; AWS's own RCPFullAWSAccess allows everything. AWS has one sentence for all that is wrong (captured: testdata/aws/iam/resource_controls.json of
/// radkawar/stackd).
/// </summary>
internal static class ResourceControlRules
{
    private const string Fault = "The provided policy document does not meet the requirements of the specified policy type.";

    public static void Check(JsonTree statement, PolicyErrors errors)
    {
        if (statement["NotPrincipal"] is { } notPrincipal)
        {
            errors.Add(notPrincipal, Fault, "Write \"Principal\": \"*\" and tell principals apart by a condition on aws:PrincipalArn.");
        }
        else if (statement["Principal"] is { } principal && !IsEveryone(principal))
        {
            errors.Add(principal, Fault, "Write \"Principal\": \"*\" and tell principals apart by a condition on aws:PrincipalArn.");
        }

        if (statement["NotAction"] is { } notAction)
        {
            errors.Add(notAction, Fault, "Name in Action what is denied.");
        }

        if (statement["Effect"] is { Text: "Allow" } effect)
        {
            if (statement["Action"]?.Text != "*" || statement["Resource"]?.Text != "*" || statement["Condition"] is not null)
            {
                errors.Add(effect, Fault, "A resource control policy denies only; what it leaves unsaid AWS's RCPFullAWSAccess allows.");
            }

            return;
        }

        foreach (var action in (statement["Action"]?.AsList() ?? []).Where(static action => action.IsString && !ResourceControlServices.Include(action.Text!)))
        {
            const string Remedy = "Write the prefix of one that they do, such as s3:*; AWS Organizations User Guide has the list.";
            errors.Add(action, Fault, $"'{PolicyErrors.Clip(action.Text)}' is of no service that resource control policies cover. {Remedy}");
        }
    }

    private static bool IsEveryone(JsonTree principal) =>
        principal is { IsString: true, Text: "*" } || (principal.Members.Count == 1 && principal["AWS"] is { IsString: true, Text: "*" });
}
