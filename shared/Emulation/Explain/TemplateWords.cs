using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Iam;
using Sam;

namespace Emulation.Explain;

/// <summary>
/// Says ARNs, ids and names as a template says them: by references. What is made up on this machine - the account, an API's id, a generated name - is of no use
/// where the template is deployed, so no advice has it.
/// </summary>
internal sealed partial class TemplateWords(LoadedStacks stacks)
{
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
        { } stack when stack.Users.FirstOrDefault(user => user.Name == NameOf(principal)) is { } user => $"Policies of {user.LogicalId} ({Short(user.Line)})",
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
        return stack.Apis.FirstOrDefault(api => resource.Contains($":{api.ApiId}/", StringComparison.Ordinal)) is { } rest
            ? $"Auth.ResourcePolicy.CustomStatements of {rest.LogicalId} ({Short(rest.Line)})"
            : TableOf(stack, resource) is { } table ? $"ResourcePolicy of {table.LogicalId} ({Short(table.Line)})" : "the resource policy";
    }

    /// <summary>A value as the template of a stack says it, ready to be pasted; as the main one does for a policy that no template has.</summary>
    public string Of(string text, Stack? writer)
    {
        var stack = writer ?? stacks.Main;
        var whole = stack.References.FirstOrDefault(one => one.Value == text && !IsNamedOfIam(one));
        if (whole is not null && (whole.Value.StartsWith("arn:", StringComparison.Ordinal) || IsMadeUp(whole)))
        {
            return stack.IsJson
                ? whole.Attribute is null ? $"{{\"Ref\": \"{whole.LogicalId}\"}}" : $"{{\"Fn::GetAtt\": [\"{whole.LogicalId}\", \"{whole.Attribute}\"]}}"
                : whole.Attribute is null ? $"!Ref {whole.LogicalId}" : $"!GetAtt {whole.LogicalId}.{whole.Attribute}";
        }

        if (text == stack.AccountId.ToString())
        {
            return stack.IsJson ? "{\"Ref\": \"AWS::AccountId\"}" : "!Ref AWS::AccountId";
        }

        var written = Substituted(text, stack);
        return written == text ? $"\"{text}\"" : stack.IsJson ? $"{{\"Fn::Sub\": \"{written}\"}}" : $"!Sub \"{written}\"";
    }

    /// <summary>
    /// An API's own method as its resource policy says it: a reference to the API itself would be a circle. "Control access to a REST API with resource
    /// policies".
    /// </summary>
    /// <param name="resource">The execute-api ARN.</param>
    /// <param name="inNotResource">The short form is documented for <c>Resource</c> alone.</param>
    public string OfOwnApi(string resource, bool inNotResource)
    {
        var below = resource[(resource.IndexOf('/', StringComparison.Ordinal) + 1)..];
        var stack = StackOf(resource);
        return !inNotResource ? $"\"execute-api:/{below}\""
            : stack.IsJson ? $"{{\"Fn::Sub\": \"arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:*/{below}\"}}"
            : $"!Sub \"arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:*/{below}\"";
    }

    /// <summary>
    /// How a statement gets to a principal whose own resource must not refer to what the statement names: as an <c>AWS::IAM::Policy</c>, which waits for both. Null where its own
    /// policies take it.
    /// </summary>
    /// <param name="principal">Whose policy it is.</param>
    /// <param name="statement">The statement, in the words of the principal's template.</param>
    /// <param name="isExcepted">Whether a resource policy is to name the principal too, by reference where it has no name of its own.</param>
    public string? PolicyOfItsOwn(Principal principal, string statement, bool isExcepted)
    {
        if (principal is not AssumedRole role || StackOf(principal) is not { } stack || RoleOf(stack, role) is not { } known)
        {
            return null;
        }

        var named = Named().Matches(statement).Select(static match => match.Groups[1].Value).Distinct();
        return !named.Any(id => (isExcepted && !IsNamed(stack, known)) || stack.Order.Needs(id, known.LogicalId)) ? null
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
    public (string Words, string Before) Caller(Principal principal, string arn, Stack? writer, string resource)
    {
        if (principal is not AssumedRole role || arn != principal.PolicyArn || StackOf(principal) is not { } stack || stack != (writer ?? stacks.Main)
            || RoleOf(stack, role) is not { } known || IsNamed(stack, known)
            || stack.Apis.FirstOrDefault(api => resource.Contains($":{api.ApiId}/", StringComparison.Ordinal)) is not { } rest
            || !stack.Order.Needs(known.LogicalId, rest.LogicalId))
        {
            return (Of(arn, writer), "");
        }

        var name = $"arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:role{known.Path}{known.LogicalId}";
        return (
            stack.IsJson ? $"{{\"Fn::Sub\": \"{name}\"}}" : $"!Sub \"{name}\"",
            $"give {known.LogicalId} ({Short(known.Line)}) the RoleName {known.LogicalId}, since its policies refer to {rest.LogicalId} and a reference back "
                + "would close a circle; then ");
    }

    private static bool IsNamed(Stack stack, Role role) => stack.References.Any(one => one.LogicalId == role.LogicalId && one.IsNamed);

    /// <summary>Which names in a change are parameters that its template still needs; empty for none.</summary>
    public string ParametersIn(string change, Stack? writer)
    {
        if (writer is null)
        {
            return "";
        }

        var needed = Variable().Matches(change).Select(static match => match.Groups[1].Value).Distinct()
            .Where(name => !writer.References.Any(one => one.LogicalId == name)).ToList();
        var (here, there) = (Path.GetFileName(writer.TemplatePath), Path.GetFileName(stacks.Main.TemplatePath));
        return needed.Count == 0 ? "" : $". {string.Join(" and ", needed)}: parameters of {here}, with what {there} has where it is deployed";
    }

    /// <summary>Whatever is referred to, in any of the forms that <see cref="Of"/> writes.</summary>
    [GeneratedRegex(@"(?:\$\{|!Ref |!GetAtt |""Ref"": ""|""Fn::GetAtt"": \["")([A-Za-z0-9]+)")]
    private static partial Regex Named();

    [GeneratedRegex(@"\$\{([A-Za-z0-9]+)\}")]
    private static partial Regex Variable();

    /// <summary>A table as its own resource policy says it: a reference to the table would be a circle.</summary>
    public string OfOwnTable(string resource)
    {
        var stack = StackOf(resource);
        var isNamed = TableOf(stack, resource) is { } owner && stack.References.Any(one => one.LogicalId == owner.LogicalId && one.IsNamed);
        var written = isNamed ? InPseudoParameters(resource, stack, "${AWS::AccountId}") : "*";
        return !isNamed ? "\"*\"" : stack.IsJson ? $"{{\"Fn::Sub\": \"{written}\"}}" : $"!Sub \"{written}\"";
    }

    public static string NameOf(Principal principal) => principal switch
    {
        AssumedRole role => role.RoleName,
        IamUser user => user.Name,
        var other => other.Arn,
    };

    /// <summary>Of several stacks of an account the one whose resource is named; where none is, the writer itself or the first.</summary>
    private Stack? OwnerOf(string text, string account, Stack? writer)
    {
        var ofAccount = stacks.All.Where(stack => stack.AccountId.ToString() == account).ToList();
        return ofAccount.Count < 2 ? ofAccount.FirstOrDefault()
            : ofAccount.Find(stack => stack.References.Any(one => one.Value.Length >= 8 && text.Contains(one.Value, StringComparison.Ordinal)) || TableOf(stack, text) is not null)
                ?? (writer is not null && ofAccount.Contains(writer) ? writer : ofAccount[0]);
    }

    private string Substituted(string text, Stack writer)
    {
        if (!Arn.TryParse(text, out var arn))
        {
            return WithReferences(text, writer.References, static one => one.Variable);
        }

        var owner = arn.Account.Length == 0 ? writer : OwnerOf(text, arn.Account, writer);
        if (owner is null)
        {
            // An account that is none of the templates' is a real one.
            return text;
        }

        if (owner == writer)
        {
            return InPseudoParameters(WithReferences(text, owner.References, static one => one.Variable), owner, "${AWS::AccountId}");
        }

        // What another template makes is a parameter of this one. Whoever loads a template for an account of its own has named a real account.
        var written = WithReferences(text, owner.References, static one => $"${{{one.LogicalId}{one.Attribute ?? "Id"}}}");
        return owner.AccountId == writer.AccountId ? InPseudoParameters(written, owner, "${AWS::AccountId}")
            : owner == stacks.Main ? InPseudoParameters(written, owner, "${MainAccountId}")
            : written == text ? text
            : InPseudoParameters(written, owner, owner.AccountId.ToString());
    }

    /// <summary>Longest first, so that a table's ARN is one reference and not the table's name within an ARN.</summary>
    private static string WithReferences(string text, ImmutableArray<TemplateReference> references, Func<TemplateReference, string> write) => references
        .Where(one => IsMadeUp(one) && text.Contains(one.Value, StringComparison.Ordinal))
        .OrderByDescending(static one => one.Value.Length)
        .Aggregate(text, (soFar, one) => soFar.Replace(one.Value, write(one), StringComparison.Ordinal));

    private static string InPseudoParameters(string text, Stack owner, string account) => text
        .Replace("arn:aws:", "arn:${AWS::Partition}:", StringComparison.Ordinal)
        .Replace($":{owner.Region}:", ":${AWS::Region}:", StringComparison.Ordinal)
        .Replace($":{owner.AccountId}:", $":{account}:", StringComparison.Ordinal);

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

    private static Table? TableOf(Stack stack, string resource) => stack.Tables.FirstOrDefault(table => resource.StartsWith(table.Arn.ToString(), StringComparison.Ordinal));

    private static string Short(SourceLine line) => $"{Path.GetFileName(line.File)}:{line.Line}";
}
