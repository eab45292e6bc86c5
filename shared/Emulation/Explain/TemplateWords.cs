using Emulation.Principals;
using Iam;
using Sam;

namespace Emulation.Explain;

/// <summary>
/// Says ARNs, ids and names as a template says them: by references. What is made up on this machine - the account, an API's id, a generated name - is of no use
/// where the template is deployed, so no advice has it.
/// </summary>
internal sealed class TemplateWords(LoadedStacks stacks)
{
    private const string OwnAccount = "AWS::AccountId";
    private readonly PrincipalNames names = new(stacks);

    /// <summary>The stack whose template declares a principal; null for one of an account that is not loaded, or that the IAM API made.</summary>
    public Stack? StackOf(Principal principal) => stacks.All.FirstOrDefault(stack => principal switch
    {
        AssumedRole role => RoleOf(stack, role) is not null,
        IamUser user => stack.AccountId == user.Account && stack.Users.Any(known => known.Name == user.Name),
        _ => false,
    });

    /// <summary>The stack that owns a resource; the main one when none does.</summary>
    public Stack StackOf(string resource) => (Arn.TryParse(resource, out var arn) ? OwnerOf(resource, arn.Account, null) : null) ?? stacks.Main;

    /// <summary>Where a principal's identity policies are written, such as <c>Policies of AuditorRole (template.yaml:300)</c>.</summary>
    public string PoliciesOf(Principal principal) => StackOf(principal) switch
    {
        null => $"a policy of {NameOf(principal)}",
        { } stack when principal is AssumedRole role && RoleOf(stack, role) is { } known => FunctionOf(stack, known) is { } function
            ? $"Policies of {function.LogicalId} ({Short(function.Line)})"
            : $"Policies of {known.LogicalId} ({Short(known.Line)})",
        { } stack when principal is IamUser own && stack.Users.FirstOrDefault(user => user.Name == own.Name) is { } user => $"Policies of {user.LogicalId} ({Short(user.Line)})",
        _ => $"a policy of {NameOf(principal)}",
    };

    /// <summary>Where a resource's own policy is written, or would be.</summary>
    public string PolicyPlace(Policy? policy, string resource)
    {
        if (policy is not null)
        {
            return $"{policy.Origin.Name}{(policy.Origin.PlaceOf(0) is { } place ? $" ({Path.GetFileName(place)})" : "")}";
        }

        var stack = StackOf(resource);
        return ApiOf(stack, resource) is { } rest
            ? $"Auth.ResourcePolicy.CustomStatements of {rest.LogicalId} ({Short(rest.Line)})"
            : TableOf(stack, resource) is { } table ? $"ResourcePolicy of {table.LogicalId} ({Short(table.Line)})" : "the resource policy";
    }

    /// <summary>
    /// A text of a policy as the template of a stack says it, with the wildcards and variables that it has; as the main one does for a policy that no template has.
    /// </summary>
    public TemplateValue Of(string text, Stack? writer)
    {
        var stack = writer ?? stacks.Main;
        var whole = stack.References.FirstOrDefault(one => one.Value == text && !IsNamedOfIam(one));
        return whole is not null && (whole.Value.StartsWith("arn:", StringComparison.Ordinal) || IsMadeUp(whole)) ? Reference(whole, stack.IsJson)
            : text == stack.AccountId.ToString() ? new TemplateValue(stack.IsJson ? "{\"Ref\": \"AWS::AccountId\"}" : "!Ref AWS::AccountId", [])
            : Substituted(text, "", stack).Write(stack.IsJson);
    }

    /// <summary>A resource as a policy writes it, with its wildcards: in what callers of an API ask for nothing is a reference.</summary>
    public TemplateValue OfPattern(string pattern, Stack? writer)
    {
        var stack = writer ?? stacks.Main;
        var (made, asked) = Parts(pattern);
        return asked.Length == 0 ? Of(pattern, writer) : Substituted(made, asked, stack).Write(stack.IsJson);
    }

    /// <summary>A text of a request as a policy says it that means this text and no other: whoever asked may have put quotes, wildcards and variables there.</summary>
    public TemplateValue Exactly(string text, Stack? writer)
    {
        var stack = writer ?? stacks.Main;
        var (made, asked) = Parts(text);
        return asked.Length == 0 ? Of(ReferringText.Exactly(text), writer)
            : Substituted(ReferringText.Exactly(made), ReferringText.Exactly(asked), stack).Write(stack.IsJson);
    }

    /// <summary>
    /// An API's own method as its resource policy says it: a reference to the API itself would be a circle. "Control access to a REST API with resource
    /// policies".
    /// </summary>
    /// <param name="resource">The execute-api ARN.</param>
    /// <param name="inNotResource">The short form is documented for <c>Resource</c> alone.</param>
    public TemplateValue OfOwnApi(string resource, bool inNotResource)
    {
        var below = ReferringText.Exactly(Parts(resource).Asked);
        var stack = StackOf(resource);
        var written = !inNotResource ? ReferringText.Of($"execute-api:{below}")
            : InPseudoParameters(ReferringText.Of($"arn:aws:execute-api:{stack.Region}:{stack.AccountId}:*"), stack, OwnAccount).Then(below);
        return written.Write(stack.IsJson);
    }

    /// <summary>
    /// How a statement gets to a principal whose own resource must not refer to what the statement names: as an <c>AWS::IAM::Policy</c>, which waits for both. Null where its own
    /// policies take it.
    /// </summary>
    /// <param name="principal">Whose policy it is.</param>
    /// <param name="statement">The statement, in the words of the principal's template.</param>
    /// <param name="excepting">The resource whose policy is to name the principal too, by reference where it has no name of its own; null where none is.</param>
    public string? PolicyOfItsOwn(Principal principal, TemplateValue statement, string? excepting)
    {
        if (principal is not AssumedRole role || StackOf(principal) is not { } stack || RoleOf(stack, role) is not { } known)
        {
            return null;
        }

        string[] referring = excepting is null || IsNamed(stack, known) ? [] : [.. PolicyHolders.Of(stack, excepting)];
        return !statement.Names.Any(id => referring.Any(holder => stack.Order.Needs(id, holder)) || stack.Order.Needs(id, known.LogicalId)) ? null
            : stack.IsJson
                ? $"{{\"Type\": \"AWS::IAM::Policy\", \"Properties\": {{\"PolicyName\": \"{known.LogicalId}Calls\", \"Roles\": [{{\"Ref\": \"{known.LogicalId}\"}}], "
                    + $"\"PolicyDocument\": {{\"Version\": \"2012-10-17\", \"Statement\": [{statement}]}}}}}}"
            : $"{{ Type: AWS::IAM::Policy, Properties: {{ PolicyName: {known.LogicalId}Calls, Roles: [!Ref {known.LogicalId}], "
                + $"PolicyDocument: {{ Version: \"2012-10-17\", Statement: [{statement}] }} }} }}";
    }

    /// <summary>
    /// A caller as the policy of a resource names it, and what has to be done before. Where the caller's own policies refer to the resource, a reference back would close a
    /// circle: then it needs a name.
    /// </summary>
    public (TemplateValue Words, string Before) Caller(Principal principal, string arn, Stack? writer, string resource)
    {
        if (principal is not AssumedRole role || arn != principal.PolicyArn || StackOf(principal) is not { } stack || stack != (writer ?? stacks.Main)
            || RoleOf(stack, role) is not { } known || IsNamed(stack, known)
            || PolicyHolders.Of(stack, resource).FirstOrDefault(one => stack.Order.Needs(known.LogicalId, one)) is not { } holder)
        {
            return (Of(arn, writer), "");
        }

        return (
            InPseudoParameters(ReferringText.Of($"arn:aws:iam::{stack.AccountId}:"), stack, OwnAccount).Then($"role{known.Path}{known.LogicalId}").Write(stack.IsJson),
            $"give {known.LogicalId} ({Short(known.Line)}) the RoleName {known.LogicalId}, since its policies refer to {holder} and a reference back "
                + "would close a circle; then ");
    }

    private static bool IsNamed(Stack stack, Role role) => stack.References.Any(one => one.LogicalId == role.LogicalId && one.IsNamed);

    /// <summary>Which names in a change are parameters that its template still needs; empty for none.</summary>
    public string ParametersIn(TemplateValue change, Stack? writer)
    {
        if (writer is null)
        {
            return "";
        }

        var needed = change.Names.Distinct().Where(name => !writer.References.Any(one => one.LogicalId == name)).ToList();
        var (here, there) = (Path.GetFileName(writer.TemplatePath), Path.GetFileName(stacks.Main.TemplatePath));
        return needed.Count == 0 ? "" : $". {string.Join(" and ", needed)}: parameters of {here}, with what {there} has where it is deployed";
    }

    /// <summary>A table as its own resource policy says it: a reference to the table would be a circle.</summary>
    public TemplateValue OfOwnTable(string resource)
    {
        var stack = StackOf(resource);
        var isNamed = TableOf(stack, resource) is { } owner && stack.References.Any(one => one.LogicalId == owner.LogicalId && one.IsNamed);
        var written = isNamed ? InPseudoParameters(ReferringText.Of(ReferringText.Exactly(resource)), stack, OwnAccount) : ReferringText.Of("*");
        return written.Write(stack.IsJson);
    }

    /// <summary>What a principal is called: by its template, else by its own name.</summary>
    public string NameOf(Principal principal) => names.NameOf(principal.PolicyArn) ?? principal switch
    {
        AssumedRole role => role.RoleName,
        IamUser user => user.Name,
        var other => other.Arn,
    };

    /// <summary>Of several stacks of an account the one whose resource is named; where none is, the writer itself or the first.</summary>
    private Stack? OwnerOf(string text, string account, Stack? writer)
    {
        var made = Parts(text).Made;
        var ofAccount = stacks.All.Where(stack => stack.AccountId.ToString() == account).ToList();
        return ofAccount.Count < 2 ? ofAccount.FirstOrDefault()
            : ofAccount.Find(stack => stack.References.Any(one => one.Value.Length >= 8 && made.Contains(one.Value, StringComparison.Ordinal)) || TableOf(stack, made) is not null)
                ?? (writer is not null && ofAccount.Contains(writer) ? writer : ofAccount[0]);
    }

    /// <summary>What an API's ARN has of the API, and what whoever called it wrote: the stage, the method and the path, in which nothing refers to anything.</summary>
    private static (string Made, string Asked) Parts(string text) =>
        text.Split(':', 6) is ["arn", _, "execute-api", _, _, var called] && called.IndexOf('/', StringComparison.Ordinal) is var at and >= 0
            ? (text[..(text.Length - called.Length + at)], called[at..])
            : (text, "");

    private ReferringText Substituted(string made, string asked, Stack writer)
    {
        if (!Arn.TryParse($"{made}{asked}", out var arn))
        {
            return WithReferences(made, writer, static one => one.Variable[2..^1]).Then(asked);
        }

        // An account that is none of the templates' is a real one.
        var owner = arn.Account.Length == 0 ? writer : OwnerOf(made, arn.Account, writer);
        if (owner is null)
        {
            return ReferringText.Of(made).Then(asked);
        }

        if (owner == writer)
        {
            return InPseudoParameters(WithReferences(made, owner, static one => one.Variable[2..^1]), owner, OwnAccount).Then(asked);
        }

        // What another template makes is a parameter of this one. Whoever loads a template for an account of its own has named a real account.
        var written = WithReferences(made, owner, static one => $"{one.LogicalId}{one.Attribute ?? "Id"}");
        return (owner.AccountId == writer.AccountId ? InPseudoParameters(written, owner, OwnAccount)
            : owner == stacks.Main ? InPseudoParameters(written, owner, "MainAccountId")
            : written.Refers ? InPseudoParameters(written, owner, null)
            : written).Then(asked);
    }

    /// <summary>Longest first, so that a table's ARN is one reference and not the table's name within an ARN.</summary>
    private static ReferringText WithReferences(string text, Stack owner, Func<TemplateReference, string> name) => owner.References
        .Where(one => IsMadeUp(one) && text.Contains(one.Value, StringComparison.Ordinal))
        .OrderByDescending(static one => one.Value.Length)
        .Aggregate(ReferringText.Of(text), (soFar, one) => soFar.With("", one.Value, "", name(one)));

    /// <summary>The account by this name; null where it is to stay.</summary>
    private static ReferringText InPseudoParameters(ReferringText text, Stack owner, string? account)
    {
        var written = text.With("arn:", "aws", ":", "AWS::Partition").With(":", owner.Region, ":", "AWS::Region");
        return account is null ? written : written.With(":", owner.AccountId.ToString(), ":", account);
    }

    private static TemplateValue Reference(TemplateReference one, bool isJson) => new(
        isJson
            ? one.Attribute is null ? $"{{\"Ref\": \"{one.LogicalId}\"}}" : $"{{\"Fn::GetAtt\": [\"{one.LogicalId}\", \"{one.Attribute}\"]}}"
            : one.Attribute is null ? $"!Ref {one.LogicalId}" : $"!GetAtt {one.LogicalId}.{one.Attribute}",
        [one.LogicalId]);

    private static RestApi? ApiOf(Stack stack, string resource) => PolicyHolders.ApiOf(stack, Parts(resource).Made);

    /// <summary>The template names it, so that the ARN can be written without a reference: one to a role from an API whose id the role's policies hold would be a circle.</summary>
    private static bool IsNamedOfIam(TemplateReference reference) =>
        reference is { IsNamed: true, TypeName: "AWS::IAM::Role" or "AWS::IAM::User" } && reference.Attribute != "RoleId";

    /// <summary>Shorter values are words that may stand anywhere.</summary>
    private static bool IsMadeUp(TemplateReference reference) =>
        reference.Value.Length >= 8 && !IsNamedOfIam(reference) && (!reference.IsNamed || reference.Value.Contains(':', StringComparison.Ordinal) || IsApi(reference));

    private static bool IsApi(TemplateReference reference) => reference.TypeName is "AWS::Serverless::Api" or "AWS::Serverless::HttpApi" or "AWS::ApiGateway::RestApi";

    private static Role? RoleOf(Stack stack, AssumedRole role) => stack.AccountId == role.Account ? stack.Roles.FirstOrDefault(known => known.Name == role.RoleName) : null;

    /// <summary>The function whose execution role the transform generates.</summary>
    private static Function? FunctionOf(Stack stack, Role role) =>
        stack.Functions.FirstOrDefault(function => $"{function.LogicalId}Role" == role.LogicalId && function.Line == role.Line);

    private static Table? TableOf(Stack stack, string resource) => PolicyHolders.TableOf(stack, resource);

    private static string Short(SourceLine line) => $"{Path.GetFileName(line.File)}:{line.Line}";
}
