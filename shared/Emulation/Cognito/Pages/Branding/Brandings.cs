using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.State;

namespace Emulation.Cognito.Pages.Branding;

/// <summary>The styles of managed login, one for each client. Amazon Cognito API Reference, CreateManagedLoginBranding.</summary>
internal sealed partial class Brandings(PoolStore pools, PoolDirectory directory, IdSource ids, TimeProvider time)
{
    public IEnumerable<Operation> All =>
    [
        Operation.Signed("CreateManagedLoginBranding", Create),
        Operation.Signed("DescribeManagedLoginBranding", call => Shown(Named(call), call.Fields)),
        Operation.Signed("DescribeManagedLoginBrandingByClient", OfClient),
        Operation.Signed("UpdateManagedLoginBranding", Update),
        Operation.Signed("DeleteManagedLoginBranding", Delete),
    ];

    /// <summary>Whether a pool's pages are those of managed login, rather than the classic ones.</summary>
    public bool IsManaged(UserPool pool) => pools.Parts(pool.Id, PartKind.Domain).Exists(static domain => (int?)domain["ManagedLoginVersion"] == 2);

    /// <summary>A client's style; null when it has none.</summary>
    public Brand? Find(UserPool pool, string? client) => client is not null && OfClient(pool.Id, client) is { } document ? new Brand(document) : null;

    private JsonObject Create(CognitoCall call)
    {
        var pool = directory.PoolOf(call.Fields);
        var client = directory.ClientOf(pool, call.Fields);
        if (OfClient(pool.Id, client.Id) is not null)
        {
            throw new CognitoException("ManagedLoginBrandingExistsException", $"Managed login branding already exists for the client {client.Id}.");
        }

        var (settings, assets) = Read(call.Fields);
        return Save(pool, client.Id, call.NewId ?? ids.Uuid(), settings ?? [], assets ?? [], WireJson.Time(time.GetUtcNow()));
    }

    private JsonObject Update(CognitoCall call)
    {
        var present = Named(call);
        var (settings, assets) = Read(call.Fields);
        var isReset = call.Fields.Flag("UseCognitoProvidedValues") == true;
        return Save(
            directory.PoolOf(call.Fields),
            (string)present["ClientId"]!,
            (string)present["ManagedLoginBrandingId"]!,
            isReset ? [] : BrandingSettings.Over((JsonObject)present["Settings"]!, settings ?? []),
            isReset ? [] : BrandingAssets.Over((JsonArray)present["Assets"]!, assets ?? []),
            present["CreationDate"]!.DeepClone());
    }

    private JsonObject Delete(CognitoCall call)
    {
        pools.DeletePart(directory.PoolOf(call.Fields).Id, PartKind.Branding, (string)Named(call)["ManagedLoginBrandingId"]!);
        return [];
    }

    private JsonObject OfClient(CognitoCall call)
    {
        var pool = directory.PoolOf(call.Fields);
        var client = directory.ClientOf(pool, call.Fields);
        return Shown(OfClient(pool.Id, client.Id) ?? throw Refusal.NotFound($"The client {client.Id} has no managed login branding."), call.Fields);
    }

    private static (JsonObject? Settings, JsonArray? Assets) Read(Fields request)
    {
        var provided = request.Flag("UseCognitoProvidedValues") == true;
        if (provided && (request.Has("Settings") || request.Has("Assets")))
        {
            throw Refusal.Invalid("Settings and Assets cannot be given with UseCognitoProvidedValues.");
        }

        return (request.Has("Settings") ? BrandingSettings.Read(request.Json["Settings"]) : null, request.Has("Assets") ? BrandingAssets.Read(request) : null);
    }

    private JsonObject Save(UserPool pool, string client, string id, JsonObject settings, JsonArray assets, JsonNode made)
    {
        var document = new JsonObject
        {
            ["ManagedLoginBrandingId"] = id,
            ["UserPoolId"] = pool.Id,
            ["ClientId"] = client,
            ["UseCognitoProvidedValues"] = settings.Count == 0 && assets.Count == 0,
            ["Settings"] = settings,
            ["Assets"] = assets,
            ["CreationDate"] = made,
            ["LastModifiedDate"] = WireJson.Time(time.GetUtcNow()),
        };
        pools.SavePart(pool.Id, PartKind.Branding, id, document);
        return Shown(document, new Fields([]));
    }

    private JsonObject Named(CognitoCall call)
    {
        var id = call.Fields.Required("ManagedLoginBrandingId", pattern: IdPattern());
        return pools.Part(directory.PoolOf(call.Fields).Id, PartKind.Branding, id) ?? throw Refusal.NotFound($"Managed login branding {id} does not exist.");
    }

    private JsonObject? OfClient(string pool, string client) => pools.Parts(pool, PartKind.Branding).Find(one => (string?)one["ClientId"] == client);

    /// <summary>Which client it is of the answer does not say.</summary>
    private static JsonObject Shown(JsonObject document, Fields request)
    {
        var shown = (JsonObject)document.DeepClone();
        shown.Remove("ClientId");
        if (request.Flag("ReturnMergedResources") == true)
        {
            shown["Settings"] = BrandingSettings.Over(BrandingSettings.Defaults, (JsonObject)document["Settings"]!);
        }

        return new JsonObject { ["ManagedLoginBranding"] = shown };
    }

    [GeneratedRegex(@"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}\z")]
    private static partial Regex IdPattern();
}
