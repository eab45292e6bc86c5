using System.Collections.Immutable;
using Emulation.Calls;
using Emulation.Cognito.Protocol;
using Emulation.Principals;
using Iam;

namespace Emulation.Cognito.Pools;

/// <summary>What calls of user pools ask of policies: the operation itself, then what else the call does. Service Authorization Reference, "Amazon Cognito User Pools".</summary>
internal sealed class UserPoolAsks(PoolDirectory pools, string region, ResourceOwners owners, AccountDirectory accounts)
{
    private const string TagResource = "cognito-idp:TagResource";

    public string Region => region;

    public string ArnOf(string id) =>
        $"arn:aws:cognito-idp:{(id.IndexOf('_', StringComparison.Ordinal) is var end and > 0 ? id[..end] : region)}:{owners.OfPool(id)}:userpool/{id}";

    /// <exception cref="CognitoException">The call does not name what it is about.</exception>
    public IEnumerable<Ask> Of(OperationModel operation, CognitoCall call)
    {
        if (operation.On == ActsOn.Nothing)
        {
            return [];
        }

        var request = call.Fields;
        var resource = ResourceOf(operation, request);
        var present = pools.ByArn(resource)?.Tags ?? ImmutableDictionary<string, string>.Empty;
        var asked = new Ask($"cognito-idp:{operation.Name}", resource) { Owner = OwnerOf(resource), Keys = [.. ConditionKey.OfResource(present), .. Given(operation, request)] };
        return [asked, .. RolesIn(operation, request).OfType<string>().Select(role => PassedRole.Ask(accounts, role)), .. Tagging(operation, call, asked, present)];
    }

    /// <summary>Whatever account the caller says of a pool in its ARN.</summary>
    private AccountId OwnerOf(string resource) => owners.OfPool(resource[(resource.LastIndexOf('/') + 1)..]);

    private string ResourceOf(OperationModel operation, Fields request) => operation.On switch
    {
        ActsOn.Pool => ArnOf(request.Required("UserPoolId", 1, 55)),
        ActsOn.ResourceArn => request.Required("ResourceArn", 20, 2048),
        _ => "*",
    };

    /// <summary>The tags that the call gives or takes away.</summary>
    private static IEnumerable<ConditionKey> Given(OperationModel operation, Fields request) => operation.Name switch
    {
        "CreateUserPool" or "UpdateUserPool" => ConditionKey.OfRequest(request.Map("UserPoolTags")),
        "TagResource" => ConditionKey.OfRequest(request.Map("Tags")),
        "UntagResource" => ConditionKey.OfRequest(request.Texts("TagKeys")),
        _ => [],
    };

    /// <summary>The roles that the call hands to Cognito.</summary>
    private static IEnumerable<string?> RolesIn(OperationModel operation, Fields request) => operation.Name switch
    {
        "CreateGroup" or "UpdateGroup" => [request.Text("RoleArn")],
        "CreateUserImportJob" => [request.Text("CloudWatchLogsRoleArn")],
        "CreateUserPool" or "UpdateUserPool" => [SenderIn(request)],
        "SetUserPoolMfaConfig" => [request.Inner("SmsMfaConfiguration") is { } sms ? SenderIn(sms) : null],
        "CreateUserPoolClient" or "UpdateUserPoolClient" => [request.Inner("AnalyticsConfiguration")?.Text("RoleArn")],
        _ => [],
    };

    private static string? SenderIn(Fields fields) => fields.Inner("SmsConfiguration")?.Text("SnsCallerArn");

    /// <summary>A pool that is made with tags, or whose tags an update replaces, is tagged: that is a permission of its own.</summary>
    private IEnumerable<Ask> Tagging(OperationModel operation, CognitoCall call, Ask asked, ImmutableDictionary<string, string> present)
    {
        if (operation.Name is not ("CreateUserPool" or "UpdateUserPool"))
        {
            yield break;
        }

        var tags = call.Fields.Map("UserPoolTags");
        if (tags.Count > 0)
        {
            yield return asked with { Action = TagResource, Resource = operation.Name == "CreateUserPool" ? ArnOf(call.NewId!) : asked.Resource };
        }

        var gone = present.Keys.Where(key => !tags.ContainsKey(key)).ToList();
        if (gone.Count > 0)
        {
            yield return new Ask("cognito-idp:UntagResource", asked.Resource) { Owner = asked.Owner, Keys = [.. ConditionKey.OfResource(present),
                .. ConditionKey.OfRequest(gone)] };
        }
    }
}
