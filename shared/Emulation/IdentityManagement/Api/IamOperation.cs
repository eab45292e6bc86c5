using System.Collections.Immutable;
using Emulation.Calls;
using Emulation.Principals;
using Emulation.Protocols.Query;

namespace Emulation.IdentityManagement.Api;

/// <summary>An action of IAM.</summary>
/// <param name="Name">Its name: the value of <c>Action</c>, and what permissions call it.</param>
/// <param name="Required">The parameters that it must have, with blanks between.</param>
/// <param name="Optional">Those that it may have.</param>
/// <param name="Target">What it is about.</param>
/// <param name="Perform">Does it, for who may.</param>
internal sealed record IamOperation(string Name, string Required, string Optional, Func<IamCall, IamTarget> Target, Func<IamCall, QueryAnswer> Perform)
{
    /// <summary>The actions whose condition keys name a permissions boundary. Service Authorization Reference, "AWS Identity and Access Management".</summary>
    private static readonly HashSet<string> WithBoundary = new(StringComparer.Ordinal)
    {
        "CreateUser", "CreateRole", "PutUserPermissionsBoundary", "PutRolePermissionsBoundary", "DeleteUserPermissionsBoundary", "DeleteRolePermissionsBoundary",
        "AttachUserPolicy", "AttachRolePolicy", "DetachUserPolicy", "DetachRolePolicy", "PutUserPolicy", "PutRolePolicy", "DeleteUserPolicy", "DeleteRolePolicy",
        "GetRole", "UpdateRole", "UpdateRoleDescription", "UpdateAssumeRolePolicy", "DeleteRole",
    };

    public string Permission => $"iam:{Name}";

    /// <summary>Parameters that it may have and reads by rules of its own, such as lists.</summary>
    public string Further { get; init; } = "";

    /// <summary>What it makes of its target under another name: whoever moves a thing needs the permission on both. Null for none.</summary>
    public Func<IamCall, IamTarget>? MovedTo { get; init; }

    /// <summary>Whether the user is the caller when the call names none.</summary>
    public bool MeansCallerByDefault => Optional.Split(' ').Contains("UserName");

    /// <summary>As the door has it.</summary>
    public ServiceOperation<QueryRequest, QueryAnswer> In(AccountDirectory accounts) =>
        new(
            Name, ServiceOperation<QueryRequest, QueryAnswer>.MembersOf(Required, Optional, Further),
            call => Plan(new IamCall(call.Parameters, call.Signer, call.Facts, accounts)));

    private Intent<QueryAnswer> Plan(IamCall call) =>
        ParameterRules.Check(call.Parameters, Words(Required), Words(Optional)) is { } invalid ? invalid
        : MeansCallerByDefault && call.UserName is null ? QueryError.Validation("Must specify userName when calling with non-User credentials")
        : Intent<QueryAnswer>.Of(Asks(call), () => Perform(call));

    private IEnumerable<Ask> Asks(IamCall call)
    {
        var target = Target(call);
        yield return AskOn(Permission, call, target);
        if (MovedTo?.Invoke(call) is { } moved && moved.Resource != target.Resource)
        {
            yield return AskOn(Permission, call, moved);
        }

        // Making something with tags is making it and tagging it: IAM User Guide, "IAM: Create new users only with specific tags".
        if (Name.StartsWith("Create", StringComparison.Ordinal) && !call.Tags.IsEmpty)
        {
            yield return AskOn($"iam:Tag{Name["Create".Length..]}", call, target);
        }
    }

    /// <summary>Service Authorization Reference, "Condition keys for AWS Identity and Access Management".</summary>
    private Ask AskOn(string action, IamCall call, IamTarget target)
    {
        KeyValuePair<string, string>[] tags = [.. call.Tags.Select(static tag => KeyValuePair.Create(tag.Key, tag.Value))];
        ImmutableArray<ConditionKey> keys =
        [
            .. ConditionKey.OfResource((target.Tags?.All ?? []).Select(static tag => KeyValuePair.Create(tag.Key, tag.Value)), target.HasKeyOfIam ? "iam" : null),
            .. ConditionKey.OfRequest(tags),
            .. ConditionKey.OfRequest(call.List("TagKeys")),
            .. ConditionKey.IfAny("iam:PermissionsBoundary", action == Permission && WithBoundary.Contains(Name) ? call["PermissionsBoundary"] ?? target.Boundary : null),
            .. ConditionKey.IfAny(
                "iam:PolicyARN",
                Name.StartsWith("Attach", StringComparison.Ordinal) || Name.StartsWith("Detach", StringComparison.Ordinal) ? call["PolicyArn"] : null),
            .. ConditionKey.IfAny("iam:AWSServiceName", call["AWSServiceName"]),
        ];
        return new Ask(action, target.Resource) { Shown = target.Shown, Owner = call.AccountId, Keys = keys };
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
