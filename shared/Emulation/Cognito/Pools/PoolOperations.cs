using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;
using Emulation.State;

namespace Emulation.Cognito.Pools;

/// <summary>Pools and clients. Amazon Cognito API Reference.</summary>
internal sealed class PoolOperations(
    PoolStore pools, UserStore users, PoolDirectory directory, UserPoolAsks asks, Action<string> delete, IdSource ids, TimeProvider time)
{
    private const string Mixed = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Lower = "0123456789abcdefghijklmnopqrstuvwxyz";

    public IEnumerable<Operation> All =>
    [
        Operation.Signed("CreateUserPool", Create) with { NewId = NewId },
        Operation.Signed("DescribeUserPool", call => Described(directory.PoolOf(call.Fields), isNew: false)),
        Operation.Signed("ListUserPools", List),
        Operation.Signed("UpdateUserPool", Update),
        Operation.Signed("DeleteUserPool", Delete),
        Operation.Signed("AddCustomAttributes", AddAttributes),
        Operation.Signed("GetUserPoolMfaConfig", call => Mfa(directory.PoolOf(call.Fields))),
        Operation.Signed("SetUserPoolMfaConfig", SetMfa),
        Operation.Signed("CreateUserPoolClient", CreateClient),
        Operation.Signed("DescribeUserPoolClient", call => DescribedClient(directory.DescribedClientOf(directory.PoolOf(call.Fields), call.Fields))),
        Operation.Signed("ListUserPoolClients", ListClients),
        Operation.Signed("UpdateUserPoolClient", UpdateClient),
        Operation.Signed("DeleteUserPoolClient", DeleteClient),
        Operation.Signed("TagResource", call => Tag(call, static (tags, fields) => fields.Map("Tags").ToList().ForEach(tag => tags[tag.Key] = tag.Value))),
        Operation.Signed("UntagResource", call => Tag(call, static (tags, fields) => fields.Texts("TagKeys").ToList().ForEach(key => tags.Remove(key)))),
        Operation.Signed("ListTagsForResource", call => new() { ["Tags"] = PoolOfArn(call).Document["UserPoolTags"]?.DeepClone() ?? new JsonObject() }),
    ];

    private JsonNode Now => WireJson.Time(time.GetUtcNow());

    private string NewId() => $"{asks.Region}_{ids.Text(Mixed, 9)}";

    private JsonObject Create(CognitoCall call)
    {
        var id = call.NewId ?? NewId();
        var pool = PoolDocument.Create(call.Fields, id, asks.ArnOf(id), call.Fields.Required("PoolName", 1, 128), Now);
        pools.Save(pool);
        return Described(pool, isNew: true);
    }

    private JsonObject List(CognitoCall call) => WireJson.Page(
        call.Fields,
        "UserPools",
        "MaxResults",
        "NextToken",
        [.. pools.Pools().Select(static pool => (JsonNode)new JsonObject
        {
            ["Id"] = pool.Id,
            ["Name"] = pool.Name,
            ["LambdaConfig"] = pool.Triggers.DeepClone(),
            ["LastModifiedDate"] = pool.Document["LastModifiedDate"]!.DeepClone(),
            ["CreationDate"] = pool.Document["CreationDate"]!.DeepClone(),
        })],
        60);

    private JsonObject Update(CognitoCall call)
    {
        var updated = PoolDocument.Update(directory.PoolOf(call.Fields), call.Fields, Now);
        if (updated.IsLite && pools.Clients(updated.Id).Exists(static client => client.RotatesRefreshTokens))
        {
            throw new CognitoException("TierChangeNotAllowedException", ClientDocument.LiteLacksRotation);
        }

        pools.Save(updated);
        return [];
    }

    private JsonObject Delete(CognitoCall call)
    {
        var pool = directory.PoolOf(call.Fields);
        if (pool.IsProtected)
        {
            throw Refusal.Invalid("The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.");
        }

        if (pools.Parts(pool.Id, PartKind.Domain).Count > 0)
        {
            throw Refusal.Invalid("User pool cannot be deleted. It has a domain configured that should be deleted first.");
        }

        delete(pool.Id);
        return [];
    }

    private JsonObject AddAttributes(CognitoCall call)
    {
        var pool = directory.PoolOf(call.Fields);
        var document = (JsonObject)pool.Document.DeepClone();
        document["SchemaAttributes"] = pool.Schema.With(call.Fields.Items("CustomAttributes")).ToJson();
        pools.Save(new UserPool(document));
        return [];
    }

    private JsonObject Tag(CognitoCall call, Action<JsonObject, Fields> change)
    {
        var document = (JsonObject)PoolOfArn(call).Document.DeepClone();
        var tags = document["UserPoolTags"] as JsonObject ?? [];
        change(tags, call.Fields);
        document["UserPoolTags"] = tags.DeepClone();
        pools.Save(new UserPool(document));
        return [];
    }

    private UserPool PoolOfArn(CognitoCall call)
    {
        var arn = call.Fields.Required("ResourceArn", 20, 2048);
        return directory.ByArn(arn) ?? throw Refusal.NotFound($"User pool {arn} does not exist.");
    }

    private JsonObject SetMfa(CognitoCall call)
    {
        var pool = directory.PoolOf(call.Fields);
        var document = (JsonObject)pool.Document.DeepClone();
        if (call.Fields.Inner(PasskeySettings.Member) is { } passkeys)
        {
            document[PasskeySettings.Member] = PasskeySettings.DocumentOf(passkeys);
        }

        var enabled = new JsonArray();
        if (call.Fields.Inner("SoftwareTokenMfaConfiguration")?.Flag("Enabled") == true)
        {
            enabled.Add((JsonNode)"SOFTWARE_TOKEN_MFA");
        }

        if (call.Fields.Has("SmsMfaConfiguration"))
        {
            enabled.Add((JsonNode)"SMS_MFA");
        }

        if (call.Fields.Has("EmailMfaConfiguration"))
        {
            enabled.Add((JsonNode)"EMAIL_OTP");
        }

        document["EnabledMfas"] = enabled;
        document["MfaConfiguration"] = call.Fields.Choice("MfaConfiguration", "OFF", "ON", "OPTIONAL") ?? pool.Document["MfaConfiguration"]!.GetValue<string>();
        if ((string?)document["MfaConfiguration"] != "OFF" && enabled.Count == 0)
        {
            throw Refusal.Invalid("Invalid MFA configuration given, can't turn on MFA without configuring at least one MFA method.");
        }

        var updated = new UserPool(document);
        pools.Save(updated);
        return Mfa(updated);
    }

    private static JsonObject Mfa(UserPool pool)
    {
        var answer = new JsonObject
        {
            ["MfaConfiguration"] = pool.Document["MfaConfiguration"]!.DeepClone(),
            ["SoftwareTokenMfaConfiguration"] = new JsonObject { ["Enabled"] = pool.EnabledMfas.Contains("SOFTWARE_TOKEN_MFA") },
        };
        if (pool.EnabledMfas.Contains("SMS_MFA"))
        {
            answer["SmsMfaConfiguration"] = new JsonObject { ["SmsConfiguration"] = pool.Document["SmsConfiguration"]?.DeepClone() };
        }

        if (pool.EnabledMfas.Contains("EMAIL_OTP"))
        {
            answer["EmailMfaConfiguration"] = new JsonObject();
        }

        if (pool.Document[PasskeySettings.Member] is { } passkeys)
        {
            answer[PasskeySettings.Member] = passkeys.DeepClone();
        }

        return answer;
    }

    private JsonObject CreateClient(CognitoCall call)
    {
        var pool = directory.PoolOf(call.Fields);
        call.Fields.Required("ClientName", 1, 128);
        var id = ids.Text(Lower, 26);
        var client = ClientDocument.Create(call.Fields, pool, id, SecretsOf(call.Fields, id), Now, Now);
        ClientReferences.Check(pools, client);
        pools.Save(client);
        return DescribedClient(client);
    }

    private ImmutableArray<ClientSecret> SecretsOf(Fields request, string id) =>
        ClientSecretOperations.Given(request) is var given && (given is not null || request.Flag("GenerateSecret") == true)
            ? [ClientSecret.New(ids, id, given, time.GetUtcNow())]
            : [];

    private JsonObject ListClients(CognitoCall call) => WireJson.Page(
        call.Fields,
        "UserPoolClients",
        "MaxResults",
        "NextToken",
        [.. pools.Clients(directory.PoolOf(call.Fields).Id)
            .Select(static client => (JsonNode)new JsonObject { ["ClientId"] = client.Id, ["UserPoolId"] = client.PoolId, ["ClientName"] = client.Name })],
        60);

    /// <summary>What the request leaves out goes back to its default; the secret stays.</summary>
    private JsonObject UpdateClient(CognitoCall call)
    {
        var pool = directory.PoolOf(call.Fields);
        var client = directory.ClientOf(pool, call.Fields);
        if (!call.Fields.Has("ClientName"))
        {
            call.Fields.Json["ClientName"] = client.Name;
        }

        var updated = ClientDocument.Create(call.Fields, pool, client.Id, client.Secrets, client.Document["CreationDate"]!, Now);
        ClientReferences.Check(pools, updated);
        pools.Save(updated);
        return DescribedClient(updated);
    }

    private JsonObject DeleteClient(CognitoCall call)
    {
        pools.DeleteClient(directory.ClientOf(directory.PoolOf(call.Fields), call.Fields).Id);
        return [];
    }

    /// <summary>A pool that was just made is shown without tags, unless it has some, and without the attribute of linked providers.</summary>
    private JsonObject Described(UserPool pool, bool isNew)
    {
        var document = (JsonObject)pool.Document.DeepClone();
        document.Remove("EnabledMfas");
        document.Remove(PasskeySettings.Member);
        document["IssuerConfiguration"] = new JsonObject { ["Type"] = "ORIGINAL" };
        document["KeyConfiguration"] = new JsonObject { ["KeyType"] = "AWS_OWNED_KEY" };
        if (isNew)
        {
            document["SchemaAttributes"] = WireJson.List(pool.Schema.All.Where(static a => a.Name != "identities").Select(static a => (JsonNode)a.ToJson()));
        }
        else
        {
            document.TryAdd("UserPoolTags", new JsonObject());
        }

        document["EstimatedNumberOfUsers"] = users.Count(pool.Id);
        if (pools.Parts(pool.Id, PartKind.Domain) is [var domain, ..])
        {
            document["Domain"] = domain["Domain"]!.DeepClone();
        }

        return new JsonObject { ["UserPool"] = document };
    }

    private static JsonObject DescribedClient(UserPoolClient client) => new() { ["UserPoolClient"] = ClientDocument.Shown(client) };
}
