using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.CognitoIdentity.Storage;
using Sam;

namespace Emulation.CognitoIdentity.Pools;

/// <summary>
/// Makes the template's identity pools, or brings them to what the template says now; identities stay. A pool that has left the template stays too, as a deployment with
/// <c>Retain</c> would leave it.
/// </summary>
internal sealed class TemplateIdentityPools(IdentityStore store)
{
    /// <summary>Member of a pool's document: what of it the template has set, and takes away again when it says it no more.</summary>
    private const string FromTemplate = "FromTemplate";

    /// <exception cref="TemplateException">A property is not as Cognito takes it; all such errors are in it.</exception>
    public void Provision(ImmutableArray<IdentityPoolResource> resources)
    {
        var errors = ImmutableArray.CreateBuilder<TemplateError>();
        foreach (var resource in resources)
        {
            try
            {
                store.Atomically(() => Provision(resource));
            }
            catch (CognitoException e)
            {
                errors.Add(new TemplateError(resource.Line, resource.LogicalId, "Properties", e.Message, "Change the property."));
            }
        }

        if (errors.Count > 0)
        {
            throw new TemplateException(errors.DrainToImmutable());
        }
    }

    private bool Provision(IdentityPoolResource resource)
    {
        var fields = new Fields((JsonObject)resource.Properties.DeepClone());
        var present = store.Pool(resource.IdentityPoolId);
        store.Save(resource.Kind switch
        {
            IdentityPoolResourceKind.Pool => PoolOf(resource, fields, present),
            IdentityPoolResourceKind.Roles => Marked(IdentityPoolRoleOperations.WithRoles(present!, fields), IdentityPool.RolesMember, IdentityPool.MappingsMember),
            _ => Marked(IdentityPoolRoleOperations.WithTags(present!, fields), IdentityPool.TagsMember),
        });
        return true;
    }

    /// <summary>The pool without what an earlier template has set; what a client has set stays.</summary>
    private static IdentityPool PoolOf(IdentityPoolResource resource, Fields fields, IdentityPool? present)
    {
        var document = present is null ? [] : (JsonObject)present.Document.DeepClone();
        foreach (var member in new Fields(document).Texts(FromTemplate))
        {
            document.Remove(member);
        }

        document.Remove(FromTemplate);
        document[IdentityPool.PoolMember] = IdentityPoolDocument.Read(fields, resource.IdentityPoolId);
        return new IdentityPool(document);
    }

    private static IdentityPool Marked(IdentityPool pool, params ReadOnlySpan<string> members)
    {
        var marks = new JsonArray([.. new Fields(pool.Document).Texts(FromTemplate).Union([.. members]).Select(static member => (JsonNode)member)]);
        return pool.With(FromTemplate, marks);
    }
}
