using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;
using Emulation.State;
using Sam;

namespace Emulation.Cognito.Pools;

/// <summary>
/// Makes the template's user pools, or brings them to what the template says now; users, passwords and keys stay. A pool that has left the template stays too, as a deployment
/// with <c>Retain</c> would leave it: its users are not ours to delete.
/// </summary>
internal sealed class TemplatePools(PoolStore pools, UserStore users, Func<string, string> arnOf, FrozenDictionary<string, Operation> operations, IdSource ids, TimeProvider time)
{
    /// <exception cref="TemplateException">A property is not as Cognito takes it; all such errors are in it.</exception>
    public void Provision(ImmutableArray<UserPoolResource> resources)
    {
        var errors = ImmutableArray.CreateBuilder<TemplateError>();
        // What is of a client or a domain comes after all of them.
        foreach (var resource in resources.OrderBy(
            static resource => resource.Kind is UserPoolResourceKind.Customization or UserPoolResourceKind.Branding or UserPoolResourceKind.Terms ? 1 : 0))
        {
            Try(resource, () => Provision(resource));
        }

        // A client may come before what it names.
        foreach (var resource in resources.Where(resource => resource.Kind == UserPoolResourceKind.Client && errors.All(error => error.Resource != resource.LogicalId)))
        {
            Try(resource, () =>
            {
                ClientReferences.Check(pools, pools.Client(resource.PhysicalId)!);
                return true;
            });
        }

        if (errors.Count > 0)
        {
            throw new TemplateException(errors.DrainToImmutable());
        }

        void Try(UserPoolResource resource, Func<bool> step)
        {
            try
            {
                pools.Atomically(step);
            }
            catch (CognitoException e)
            {
                errors.Add(new TemplateError(resource.Line, resource.LogicalId, "Properties", e.Reason is { } why ? $"{e.Message}: {why}" : e.Message, "Change the property."));
            }
        }
    }

    private bool Provision(UserPoolResource resource)
    {
        var fields = new Fields((JsonObject)resource.Properties.DeepClone());
        if (resource.Kind == UserPoolResourceKind.Pool)
        {
            SavePool(resource, fields);
            return true;
        }

        var pool = pools.Pool(resource.UserPoolId) ?? throw Refusal.NotFound($"User pool {resource.UserPoolId} does not exist.");
        switch (resource.Kind)
        {
            case UserPoolResourceKind.Client:
                SaveClient(resource, pool, fields);
                break;
            case UserPoolResourceKind.Domain:
                Call("UpdateUserPoolDomain", fields);
                break;
            case UserPoolResourceKind.Group:
                fields.Json["GroupName"] = resource.PhysicalId;
                pools.DeletePart(pool.Id, PartKind.Group, resource.PhysicalId);
                Call("CreateGroup", fields);
                break;
            case UserPoolResourceKind.ResourceServer:
                pools.DeletePart(pool.Id, PartKind.ResourceServer, fields.Required("Identifier"));
                Call("CreateResourceServer", fields);
                break;
            case UserPoolResourceKind.IdentityProvider:
                pools.DeletePart(pool.Id, PartKind.IdentityProvider, fields.Required("ProviderName"));
                Call("CreateIdentityProvider", fields);
                break;
            case UserPoolResourceKind.Customization:
                Call("SetUICustomization", fields);
                break;
            case UserPoolResourceKind.Branding:
                Remake(resource, pool, fields, PartKind.Branding, "CreateManagedLoginBranding");
                break;
            case UserPoolResourceKind.Terms:
                Remake(resource, pool, fields, PartKind.Terms, "CreateTerms");
                break;
            case UserPoolResourceKind.User:
                MakeUser(resource, pool, fields);
                break;
            case UserPoolResourceKind.UserToGroup:
                Call("AdminAddUserToGroup", fields);
                break;
        }

        return true;
    }

    /// <summary>What has an id that it keeps: what the template says takes its place.</summary>
    private void Remake(UserPoolResource resource, UserPool pool, Fields fields, PartKind kind, string operation)
    {
        var id = resource.PhysicalId[(resource.PhysicalId.IndexOf('|', StringComparison.Ordinal) + 1)..];
        foreach (var before in pools.Parts(pool.Id, kind).Where(one =>
            (string?)one["ClientId"] == fields.Text("ClientId") && (string?)one["TermsName"] == fields.Text("TermsName")))
        {
            pools.DeletePart(pool.Id, kind, (string)(before["TermsId"] ?? before["ManagedLoginBrandingId"])!);
        }

        operations[operation].RunAsync(new CognitoCall(fields, CancellationToken.None) { NewId = id }).GetAwaiter().GetResult();
    }

    private void SavePool(UserPoolResource resource, Fields fields)
    {
        var now = WireJson.Time(time.GetUtcNow());
        var name = fields.Text("UserPoolName", 1, 128) ?? resource.LogicalId;
        var made = PoolDocument.Create(fields, resource.PhysicalId, arnOf(resource.PhysicalId), name, pools.Pool(resource.PhysicalId)?.Document["CreationDate"] ?? now);
        pools.Save(made);
    }

    private void SaveClient(UserPoolResource resource, UserPool pool, Fields fields)
    {
        var now = WireJson.Time(time.GetUtcNow());
        var present = pools.Client(resource.PhysicalId);
        ImmutableArray<ClientSecret> secrets = fields.Flag("GenerateSecret") != true ? []
            : present is { Secrets.IsEmpty: false } ? present.Secrets
            : [ClientSecret.New(ids, resource.PhysicalId, null, time.GetUtcNow())];
        if (!fields.Has("ClientName"))
        {
            fields.Json["ClientName"] = resource.LogicalId;
        }

        pools.Save(ClientDocument.Create(fields, pool, resource.PhysicalId, secrets, present?.Document["CreationDate"] ?? now, now));
    }

    private void MakeUser(UserPoolResource resource, UserPool pool, Fields fields)
    {
        fields.Json["Username"] = resource.PhysicalId;
        if (users.ByName(pool, resource.PhysicalId) is null && pool.UsernameAttributes.All(attribute => users.By(pool, attribute, resource.PhysicalId).Count == 0))
        {
            Call("AdminCreateUser", fields);
        }
    }

    /// <summary>An operation of the API. Triggers are off meanwhile, so that it is done when it returns.</summary>
    private void Call(string operation, Fields fields) => operations[operation].RunAsync(new CognitoCall(fields, CancellationToken.None)).GetAwaiter().GetResult();
}
