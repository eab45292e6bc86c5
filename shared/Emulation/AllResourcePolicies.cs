using Emulation.DynamoDb.Tables;
using Emulation.Principals;
using Emulation.Upstreams;
using Sam;

namespace Emulation;

/// <summary>The policies of all that servers behind LocalAws have, tables among them.</summary>
internal static class AllResourcePolicies
{
    public static ResourcePolicies Of(LoadedStacks stacks, Stack stack, string folder, ResourceOwners owners, Func<PrincipalIndex> accounts)
    {
        FormerTablePolicies.Move(folder, ArnOf);
        return new ResourcePolicies(
            folder,
            [
                .. stacks.ResourcePolicies,
                .. stack.Tables.Where(static table => table.ResourcePolicy is not null).Select(table => KeyValuePair.Create(ArnOf(table.TableName), table.ResourcePolicy!)),
            ],
            stacks.All.SelectMany(static one => one.ServiceResources).Select(static one => one.Arn.ToString()).Concat(stack.Tables.Select(table => ArnOf(table.TableName))),
            accounts);

        string ArnOf(string table) => $"arn:aws:dynamodb:{stack.Region}:{owners.OfTable(table)}:table/{table}";
    }
}
