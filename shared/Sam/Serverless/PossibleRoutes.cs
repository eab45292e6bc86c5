using Sam.Documents;
using Sam.Errors;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>
/// Events of which nobody can tell here whether they are routes, or for which path and method. A call for another route of their API, such as <c>/{proxy+}</c>, may be meant for
/// one of them: the APIs that they may belong to are closed.
/// </summary>
internal sealed class PossibleRoutes(IEnumerable<Resource> resources, ErrorList errors)
{
    private readonly HashSet<string> apis = [.. resources
        .Where(static one => one.TypeName is "AWS::Serverless::Api" or "AWS::Serverless::HttpApi" or "AWS::ApiGateway::RestApi" or "AWS::ApiGatewayV2::Api")
        .Select(static one => one.LogicalId)];

    /// <summary>Closes the APIs of a function's events that cannot be told.</summary>
    public void Close(Resource owner)
    {
        if (owner.Declaration.Properties["Events"] is not { } written)
        {
            return;
        }

        if (owner.Values["Events"] is UnknownNode { Why: not null })
        {
            Close(owner, "Events", written);
            return;
        }

        foreach (var entry in owner.Values.Inner("Events").Map.Entries.Where(static entry => IsUntold(entry.Value)))
        {
            Close(owner, $"Events.{entry.Key}", (written as MapNode)?[entry.Key] ?? written);
        }
    }

    private static bool IsUntold(Node value) => value is UnknownNode { Why: not null } || (value is MapNode declared
        && (declared["Type"] is UnknownNode { Why: not null }
            || (declared["Type"] is ScalarNode { Text: "Api" or "HttpApi" } && IsUntoldRoute(declared["Properties"]))));

    private static bool IsUntoldRoute(Node? properties) => properties is UnknownNode { Why: not null } || (properties is MapNode route
        && Array.Exists(["Path", "Method", "RestApiId", "ApiId"], property => route[property] is UnknownNode { Why: not null }));

    private void Close(Resource owner, string property, Node written)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        AddApis(written, named);
        foreach (var api in named.Where(apis.Contains).Order(StringComparer.Ordinal))
        {
            errors.Close(
                written.Line, api, "", $"For which path or method '{property}' of {owner.LogicalId} is cannot be told here, so a call for another may be meant for it.",
                "Give the values that it refers to.");
        }
    }

    // Whatever an event as it is written may come to: each map with a Type is one.
    private static void AddApis(Node node, HashSet<string> named)
    {
        switch (node)
        {
            case MapNode map when map["Type"] is { } type and not ScalarNode { Text: not ("Api" or "HttpApi") }:
                AddApi(map["Properties"], type, named);
                break;
            case MapNode map:
                foreach (var entry in map.Entries)
                {
                    AddApis(entry.Value, named);
                }

                break;
            case ListNode list:
                foreach (var item in list.Items)
                {
                    AddApis(item, named);
                }

                break;
        }
    }

    private static void AddApi(Node? properties, Node type, HashSet<string> named)
    {
        var (mayBeRest, mayBeHttp) = (type is not ScalarNode { Text: "HttpApi" }, type is not ScalarNode { Text: "Api" });
        if (properties is MapNode { IsCall: false } map)
        {
            AddReferences(map["RestApiId"], named);
            AddReferences(map["ApiId"], named);
            (mayBeRest, mayBeHttp) = (mayBeRest && map["RestApiId"] is null, mayBeHttp && map["ApiId"] is null);
        }
        else if (properties is not null)
        {
            AddReferences(properties, named);
        }

        if (mayBeRest)
        {
            named.Add(Expansion.ImplicitApi);
        }

        if (mayBeHttp)
        {
            named.Add(Expansion.ImplicitHttpApi);
        }
    }

    // The texts of it that are logical ids are among them.
    private static void AddReferences(Node? node, HashSet<string> named)
    {
        switch (node)
        {
            case ScalarNode text:
                named.Add(text.Text.Trim('$', '{', '}'));
                break;
            case MapNode map:
                foreach (var entry in map.Entries)
                {
                    AddReferences(entry.Value, named);
                }

                break;
            case ListNode list:
                foreach (var item in list.Items)
                {
                    AddReferences(item, named);
                }

                break;
        }
    }
}
