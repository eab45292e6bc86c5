using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Emulation.Cognito.Groups;
using Emulation.Cognito.Protocol;
using Emulation.Principals;

namespace Emulation.Cognito.Pools;

/// <summary>The parts of a pool: groups, resource servers, domains. Amazon Cognito API Reference.</summary>
internal sealed partial class PartOperations(PoolStore pools, GroupStore groups, PoolDirectory directory, ResourceOwners owners, TimeProvider time)
{
    public IEnumerable<Operation> All =>
    [
        Operation.Signed("CreateGroup", CreateGroup),
        Operation.Signed("GetGroup", call => new() { ["Group"] = Group(call) }),
        Operation.Signed("UpdateGroup", UpdateGroup),
        Operation.Signed("DeleteGroup", DeleteGroup),
        Operation.Signed("ListGroups", ListGroups),
        Operation.Signed("CreateResourceServer", CreateResourceServer),
        Operation.Signed("DescribeResourceServer", call => new() { ["ResourceServer"] = ResourceServer(call) }),
        Operation.Signed("UpdateResourceServer", UpdateResourceServer),
        Operation.Signed("DeleteResourceServer", DeleteResourceServer),
        Operation.Signed(
            "ListResourceServers",
            call => WireJson.Page(call.Fields, "ResourceServers", "MaxResults", "NextToken", [.. pools.Parts(directory.PoolOf(call.Fields).Id, PartKind.ResourceServer)], 50)),
        Operation.Signed("CreateUserPoolDomain", CreateDomain),
        Operation.Signed("DescribeUserPoolDomain", DescribeDomain),
        Operation.Signed("UpdateUserPoolDomain", UpdateDomain),
        Operation.Signed("DeleteUserPoolDomain", DeleteDomain),
    ];

    private JsonObject NewGroup(UserPool pool, Fields request)
    {
        var name = request.Required("GroupName", 1, 128);
        if (pools.Part(pool.Id, PartKind.Group, name) is not null)
        {
            throw new CognitoException("GroupExistsException", "A group with the name already exists.");
        }

        var group = new JsonObject { ["GroupName"] = name, ["UserPoolId"] = pool.Id, ["CreationDate"] = Now, ["LastModifiedDate"] = Now };
        SetGroup(group, request);
        pools.SavePart(pool.Id, PartKind.Group, name, group);
        return group;
    }

    private JsonObject NewResourceServer(UserPool pool, Fields request)
    {
        var identifier = request.Required("Identifier", 1, 256);
        if (pools.Part(pool.Id, PartKind.ResourceServer, identifier) is not null)
        {
            throw Refusal.Invalid($"{identifier} already exists in user pool {pool.Id}.");
        }

        var server = new JsonObject { ["UserPoolId"] = pool.Id, ["Identifier"] = identifier, ["Name"] = request.Text("Name", 1, 256) ?? identifier, ["Scopes"] = Scopes(request) };
        pools.SavePart(pool.Id, PartKind.ResourceServer, identifier, server);
        return server;
    }

    private void NewDomain(UserPool pool, Fields request)
    {
        var name = request.Required("Domain", 1, 63, DomainPattern());
        if (pools.PartAnywhere(PartKind.Domain, name) is { } other && (string?)other["UserPoolId"] != pool.Id)
        {
            throw Refusal.Invalid("Domain already associated with another user pool.");
        }

        if (pools.Parts(pool.Id, PartKind.Domain).Any(domain => (string?)domain["Domain"] != name))
        {
            throw Refusal.Invalid("User pool already has a domain configured.");
        }

        pools.SavePart(pool.Id, PartKind.Domain, name, new JsonObject
        {
            ["UserPoolId"] = pool.Id,
            ["AWSAccountId"] = owners.OfPool(pool.Id).ToString(),
            ["Domain"] = name,
            ["CloudFrontDistribution"] = "",
            ["Version"] = "1",
            ["Status"] = "ACTIVE",
            ["ManagedLoginVersion"] = request.Integer("ManagedLoginVersion", 1, 2) ?? 1,
        });
    }

    private JsonNode Now => WireJson.Time(time.GetUtcNow());

    private JsonObject CreateGroup(CognitoCall call) => new() { ["Group"] = NewGroup(directory.PoolOf(call.Fields), call.Fields).DeepClone() };

    private JsonObject UpdateGroup(CognitoCall call)
    {
        var group = Group(call);
        SetGroup(group, call.Fields);
        pools.SavePart((string)group["UserPoolId"]!, PartKind.Group, (string)group["GroupName"]!, group);
        return new() { ["Group"] = group };
    }

    private JsonObject DeleteGroup(CognitoCall call)
    {
        var group = Group(call);
        groups.RemoveAll((string)group["UserPoolId"]!, (string)group["GroupName"]!);
        pools.DeletePart((string)group["UserPoolId"]!, PartKind.Group, (string)group["GroupName"]!);
        return [];
    }

    private JsonObject Group(CognitoCall call) =>
        pools.Part(directory.PoolOf(call.Fields).Id, PartKind.Group, call.Fields.Required("GroupName", 1, 128)) ?? throw Refusal.NotFound("Group not found.");

    private JsonObject ListGroups(CognitoCall call)
    {
        var pool = directory.PoolOf(call.Fields);
        PageSize.Check(call.Fields);
        return WireJson.Page(call.Fields, "Groups", "Limit", "NextToken", [.. pools.Parts(pool.Id, PartKind.Group)], 60);
    }

    /// <summary>A call that says nothing changes nothing, not even the date; an empty description says nothing.</summary>
    private void SetGroup(JsonObject group, Fields request)
    {
        var description = request.Text("Description", 0, 2048) is { Length: > 0 } given ? given : null;
        var role = RoleOf(request);
        var precedence = request.Integer("Precedence", 0, int.MaxValue);
        foreach (var (name, value) in ((string, JsonNode?)[])[("Description", description), ("RoleArn", role), ("Precedence", precedence)])
        {
            if (value is not null)
            {
                group[name] = value;
                group["LastModifiedDate"] = Now;
            }
        }
    }

    private static string? RoleOf(Fields request)
    {
        if (request.Text("RoleArn") is not { } role)
        {
            return null;
        }

        List<string> missed = [];
        if (role.Length is < 20 or > 2048)
        {
            missed.Add(role.Length < 20 ? "Member must have length greater than or equal to 20" : "Member must have length less than or equal to 2048");
        }

        if (!RolePattern().IsMatch(role))
        {
            missed.Add(@"Member must satisfy regular expression pattern: arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?");
        }

        return missed.Count == 0 ? role : throw request.Violation($"'{role}'", "RoleArn", missed);
    }

    private JsonObject CreateResourceServer(CognitoCall call) => new() { ["ResourceServer"] = NewResourceServer(directory.PoolOf(call.Fields), call.Fields).DeepClone() };

    private JsonObject UpdateResourceServer(CognitoCall call)
    {
        var server = ResourceServer(call);
        server["Name"] = call.Fields.Required("Name", 1, 256);
        server["Scopes"] = Scopes(call.Fields);
        pools.SavePart((string)server["UserPoolId"]!, PartKind.ResourceServer, (string)server["Identifier"]!, server);
        return new() { ["ResourceServer"] = server };
    }

    private JsonObject DeleteResourceServer(CognitoCall call)
    {
        var server = ResourceServer(call);
        pools.DeletePart((string)server["UserPoolId"]!, PartKind.ResourceServer, (string)server["Identifier"]!);
        return [];
    }

    private JsonObject ResourceServer(CognitoCall call) =>
        pools.Part(directory.PoolOf(call.Fields).Id, PartKind.ResourceServer, call.Fields.Required("Identifier", 1, 256)) ?? throw Refusal.NotFound("Resource server not found.");

    private static JsonArray Scopes(Fields request) => WireJson.List(request.Items("Scopes").Select(static scope =>
        (JsonNode)new JsonObject { ["ScopeName"] = scope.Required("ScopeName", 1, 256), ["ScopeDescription"] = scope.Required("ScopeDescription", 1, 256) }));

    private JsonObject CreateDomain(CognitoCall call)
    {
        var pool = directory.PoolOf(call.Fields);
        if (pools.PartAnywhere(PartKind.Domain, call.Fields.Required("Domain")) is not null)
        {
            throw Refusal.Invalid("Domain already exists.");
        }

        NewDomain(pool, call.Fields);
        return [];
    }

    /// <summary>A domain that is not there is described by nothing, not refused.</summary>
    private JsonObject DescribeDomain(CognitoCall call) =>
        new() { ["DomainDescription"] = pools.PartAnywhere(PartKind.Domain, call.Fields.Required("Domain")) ?? [] };

    private JsonObject UpdateDomain(CognitoCall call)
    {
        NewDomain(directory.PoolOf(call.Fields), call.Fields);
        return [];
    }

    private JsonObject DeleteDomain(CognitoCall call) =>
        pools.DeletePart(directory.PoolOf(call.Fields).Id, PartKind.Domain, call.Fields.Required("Domain")) ? [] : throw Refusal.Invalid("No such domain or user pool exists.");

    [GeneratedRegex(@"^arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?\z", RegexOptions.NonBacktracking)]
    private static partial Regex RolePattern();

    [GeneratedRegex(@"^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\z")]
    private static partial Regex DomainPattern();
}
