using System.Collections.Immutable;
using Sam.Documents;
using Sam.Errors;

namespace Sam.Resources;

/// <summary>
/// Web ACLs that are put in front of an API's stage: who gets past them is not decided here, so the API is closed. See "AWS::WAFv2::WebACLAssociation", property ResourceArn.
/// </summary>
internal static class WebAclAssociations
{
    private const string Remedy = "Give the association only where the template is deployed, with a condition.";

    public static void Close(ImmutableArray<Resource> resources, ErrorList errors)
    {
        var associations = resources.Where(static resource => resource.TypeName is "AWS::WAFv2::WebACLAssociation" or "AWS::WAFRegional::WebACLAssociation").ToList();
        if (associations.Count == 0)
        {
            return;
        }

        var apis = resources.Where(static resource => resource.TypeName is "AWS::Serverless::Api" or "AWS::ApiGateway::RestApi")
            .ToDictionary(static api => api.Declaration.Type!.Ref(api.Physical), static api => api.LogicalId, StringComparer.Ordinal);
        foreach (var association in associations)
        {
            // Where it is not known which stage it is for, it may be for any that is written there.
            var closed = association.Values.IsUnknown("ResourceArn") ? apis.Values.Where(id => Names(association.Declaration.Properties["ResourceArn"], id))
                : association.Values.Text("ResourceArn") is { } arn && ApiIdOf(arn) is { } id && apis.TryGetValue(id, out var api) ? [api] : [];
            foreach (var one in closed)
            {
                errors.Close(
                    association.Values.LineOf("ResourceArn"), one, "", $"LocalAws does not enforce the web ACL that '{association.LogicalId}' puts in front of it.", Remedy);
            }
        }
    }

    private static bool Names(Node? written, string id) => written switch
    {
        ScalarNode text => text.Text == id || text.Text.Contains($"${{{id}}}", StringComparison.Ordinal),
        ListNode list => list.Items.Any(item => Names(item, id)),
        MapNode map => map.Entries.Any(entry => Names(entry.Value, id)),
        _ => false,
    };

    // arn:aws:apigateway:REGION::/restapis/ID/stages/STAGE
    private static string? ApiIdOf(string arn)
    {
        var path = arn.Split('/');
        return path is [_, "restapis", var id, "stages", _] && path[0].Contains(":apigateway:", StringComparison.Ordinal) ? id : null;
    }
}
