using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Emulation.Cognito.Protocol;
using Emulation.State;

namespace Emulation.Cognito.Pools;

/// <summary>
/// The terms of use and the privacy policy to which a client's sign-up page links, in each language. Amazon Cognito API Reference, CreateTerms; Developer Guide, "Terms
/// documents".
/// </summary>
internal sealed partial class TermsOperations(PoolStore pools, PoolDirectory directory, IdSource ids, TimeProvider time)
{
    private const string Default = "cognito:default";
    private const string Use = "terms-of-use";
    private const string Privacy = "privacy-policy";
    private const int MostLinks = 13;

    public IEnumerable<Operation> All =>
    [
        Operation.Signed("CreateTerms", Create),
        Operation.Signed("DescribeTerms", call => Shown(Terms(call).Document)),
        Operation.Signed("UpdateTerms", Update),
        Operation.Signed("DeleteTerms", Delete),
        Operation.Signed("ListTerms", List),
    ];

    /// <summary>What a client's sign-up page links to; null unless there are both documents, each in the page's language or in every other.</summary>
    /// <param name="pools">Where they are.</param>
    /// <param name="pool">The pool.</param>
    /// <param name="client">The client.</param>
    /// <param name="language">The page's language, as links name it: <c>german</c>.</param>
    public static (string Use, string Privacy)? LinksOf(PoolStore pools, string pool, string client, string language)
    {
        var own = pools.Parts(pool, PartKind.Terms).Where(document => (string?)document["ClientId"] == client).ToList();
        return Link(Use) is { } use && Link(Privacy) is { } privacy ? (use, privacy) : null;

        string? Link(string name) => own.Find(document => (string?)document["TermsName"] == name)?["Links"] is { } links
            ? (string?)links[$"cognito:{language}"] ?? (string?)links[Default]
            : null;
    }

    private JsonObject Create(CognitoCall call)
    {
        var pool = directory.PoolOf(call.Fields);
        var client = directory.ClientOf(pool, call.Fields);
        var name = call.Fields.Required("TermsName", pattern: NamePattern());
        CheckFree(pool, client.Id, name, null);
        _ = call.Fields.Choice("TermsSource", "LINK") ?? throw call.Fields.Missing("TermsSource");
        _ = call.Fields.Choice("Enforcement", "NONE") ?? throw call.Fields.Missing("Enforcement");
        var id = call.NewId ?? ids.Uuid();
        var document = new JsonObject
        {
            ["TermsId"] = id,
            ["UserPoolId"] = pool.Id,
            ["ClientId"] = client.Id,
            ["TermsName"] = name,
            ["TermsSource"] = "LINK",
            ["Enforcement"] = "NONE",
            ["Links"] = Links(call.Fields) ?? [],
            ["CreationDate"] = WireJson.Time(time.GetUtcNow()),
            ["LastModifiedDate"] = WireJson.Time(time.GetUtcNow()),
        };
        pools.SavePart(pool.Id, PartKind.Terms, id, document);
        return Shown(document);
    }

    /// <summary>What the call leaves out stays; links are replaced as a whole.</summary>
    private JsonObject Update(CognitoCall call)
    {
        var (pool, document) = Terms(call);
        if (call.Fields.Text("TermsName", pattern: NamePattern()) is { } name)
        {
            CheckFree(pool, (string)document["ClientId"]!, name, (string)document["TermsId"]!);
            document["TermsName"] = name;
        }

        _ = call.Fields.Choice("TermsSource", "LINK");
        _ = call.Fields.Choice("Enforcement", "NONE");
        if (Links(call.Fields) is { } links)
        {
            document["Links"] = links;
        }

        document["LastModifiedDate"] = WireJson.Time(time.GetUtcNow());
        pools.SavePart(pool.Id, PartKind.Terms, (string)document["TermsId"]!, document);
        return Shown(document);
    }

    private JsonObject Delete(CognitoCall call)
    {
        var (pool, document) = Terms(call);
        pools.DeletePart(pool.Id, PartKind.Terms, (string)document["TermsId"]!);
        return [];
    }

    private JsonObject List(CognitoCall call)
    {
        var pool = directory.PoolOf(call.Fields);
        _ = call.Fields.Integer("MaxResults", 1, 60);
        return WireJson.Page(call.Fields, "Terms", "MaxResults", "NextToken", [.. pools.Parts(pool.Id, PartKind.Terms).Select(Summary)], 60);
    }

    private (UserPool Pool, JsonObject Document) Terms(CognitoCall call)
    {
        var pool = directory.PoolOf(call.Fields);
        var id = call.Fields.Required("TermsId", pattern: IdPattern());
        return (pool, pools.Part(pool.Id, PartKind.Terms, id) ?? throw Refusal.NotFound($"Terms {id} does not exist."));
    }

    private void CheckFree(UserPool pool, string client, string name, string? except)
    {
        if (pools.Parts(pool.Id, PartKind.Terms).Any(one => (string?)one["ClientId"] == client && (string?)one["TermsName"] == name && (string?)one["TermsId"] != except))
        {
            throw new CognitoException("TermsExistsException", $"Terms {name} already exists for the client {client}.");
        }
    }

    /// <summary>The address of a document by language. A page links to it, so it is one that a browser goes to and does not run.</summary>
    private static JsonObject? Links(Fields request)
    {
        if (!request.Has("Links"))
        {
            return null;
        }

        var links = request.Map("Links");
        if (links.Count is 0 or > MostLinks)
        {
            throw request.Violation(
                null, "Links", links.Count == 0 ? "Member must have length greater than or equal to 1" : $"Member must have length less than or equal to {MostLinks}");
        }

        foreach (var (language, link) in links)
        {
            if (!LanguagePattern().IsMatch(language))
            {
                throw request.Violation(null, "Links", $"Map keys must satisfy constraint: [Member must satisfy regular expression pattern: {LanguagePattern()}]");
            }

            if (link.Length > 1024 || !Uri.TryCreate(link, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
            {
                throw Refusal.Invalid($"The link for {language} is no URL of at most 1024 characters that begins with https:// or http://.");
            }
        }

        return new JsonObject(links.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
    }

    private static JsonObject Shown(JsonObject document) => new() { ["Terms"] = document.DeepClone() };

    private static JsonNode Summary(JsonObject document) => new JsonObject(
        ImmutableArray.Create("TermsId", "TermsName", "Enforcement", "CreationDate", "LastModifiedDate").Select(name => KeyValuePair.Create(name, document[name]?.DeepClone())));

    [GeneratedRegex(@"^(terms-of-use|privacy-policy)\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}\z")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"^cognito:(default|dutch|english|french|spanish|german|bahasa-indonesia|italian|japanese|korean|portuguese-brazil|chinese-(simplified|traditional))$")]
    private static partial Regex LanguagePattern();
}
