namespace Emulation.Findings.Rules;

internal sealed class UnaskedSignIn() : Rule(
    "LA303", "sign-in that nobody asked for", Severity.Note,
    "Where the provider may begin, a response belongs to no request: anybody with an account there can have another's browser sign in as them, and see what is entered.")
{
    public override IEnumerable<Finding> Find(LintSubject subject) =>
        from one in FederatedPool.Of(subject.Main)
        where one.Type == "SAML" && one.Detail("IDPInit").Equals("true", StringComparison.OrdinalIgnoreCase)
        select new Finding(
            this, one.Provider.LogicalId, one.Provider.Line,
            $"{one.Name} may sign people in whom no application has sent there (IDPInit).",
            "Leave IDPInit out, and let the provider's tile open the application, which then asks.");
}
