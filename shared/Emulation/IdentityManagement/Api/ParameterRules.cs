using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using Emulation.Protocols.Query;

namespace Emulation.IdentityManagement.Api;

/// <summary>What a parameter of this name may be, whichever action has it. AWS Identity and Access Management API Reference, "Request Parameters" of each.</summary>
internal static partial class ParameterRules
{
    /// <summary>Of a user, role, policy or provider. IAM User Guide, "IAM and AWS STS quotas".</summary>
    private const int MostTags = 50;

    private static readonly FrozenDictionary<string, Rule> Rules = new Dictionary<string, Rule>
    {
        ["UserName"] = new(1, 64, Name),
        ["NewUserName"] = new(1, 64, Name),
        ["RoleName"] = new(1, 64, Name),
        ["GroupName"] = new(1, 128, Name),
        ["NewGroupName"] = new(1, 128, Name),
        ["PolicyName"] = new(1, 128, Name),
        ["Path"] = new(1, 512, Path),
        ["NewPath"] = new(1, 512, Path),
        ["PathPrefix"] = new(1, 512, PathPrefix),
        ["PolicyArn"] = new(20, 2048),
        ["PolicySourceArn"] = new(20, 2048),
        ["PermissionsBoundary"] = new(20, 2048),
        ["PolicyDocument"] = new(1, 131_072, Document),
        ["AssumeRolePolicyDocument"] = new(1, 131_072, Document),
        ["ResourcePolicy"] = new(1, 131_072, Document),
        ["ResourceOwner"] = new(1, 2048),
        ["CallerArn"] = new(1, 2048),
        ["ResourceHandlingOption"] = new(1, 64),
        ["Description"] = new(0, 1000, Description),
        ["VersionId"] = new(1, 64, Version),
        ["SetAsDefault"] = new(4, 5, Flag),
        ["OnlyAttached"] = new(4, 5, Flag),
        ["Scope"] = new(3, 5, Scope),
        ["PolicyUsageFilter"] = new(1, 64, Usage),
        ["EntityFilter"] = new(1, 64, Entity),
        ["Status"] = new(1, 64, Status),
        ["AccessKeyId"] = new(16, 128, Constraints.WordPattern),
        ["Marker"] = new(1, 320),
        ["AccountAlias"] = new(3, 63, Alias),
        ["AWSServiceName"] = new(1, 128, Name),
        ["Url"] = new(1, 255),
        ["OpenIDConnectProviderArn"] = new(20, 2048),
        ["ClientID"] = new(1, 255),
        ["SAMLProviderArn"] = new(20, 2048),
        ["SAMLMetadataDocument"] = new(1000, 10_000_000),
        ["Name"] = new(1, 128, ProviderName),
        ["CustomSuffix"] = new(1, 64, Name),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    [GeneratedRegex(@"\A[\w+=,.@-]+\z", RegexOptions.ECMAScript)]
    private static partial Regex Name { get; }

    [GeneratedRegex(@"\A(?:\u002F|\u002F[\u0021-\u007E]+\u002F)\z")]
    private static partial Regex Path { get; }

    [GeneratedRegex(@"\A[\w._-]+\z", RegexOptions.ECMAScript)]
    private static partial Regex ProviderName { get; }

    [GeneratedRegex(@"\A\u002F[\u0021-\u007F]*\z")]
    private static partial Regex PathPrefix { get; }

    [GeneratedRegex(@"\A[\u0009\u000A\u000D\u0020-\u00FF]+\z")]
    private static partial Regex Document { get; }

    [GeneratedRegex(@"\A[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*\z")]
    private static partial Regex Description { get; }

    [GeneratedRegex(@"\Av[1-9][0-9]*(\.[A-Za-z0-9-]*)?\z")]
    private static partial Regex Version { get; }

    [GeneratedRegex(@"\A(?:true|false)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Flag { get; }

    [GeneratedRegex(@"\A(?:All|AWS|Local)\z")]
    private static partial Regex Scope { get; }

    [GeneratedRegex(@"\A(?:PermissionsPolicy|PermissionsBoundary)\z")]
    private static partial Regex Usage { get; }

    [GeneratedRegex(@"\A(?:User|Role|Group|LocalManagedPolicy|AWSManagedPolicy)\z")]
    private static partial Regex Entity { get; }

    [GeneratedRegex(@"\A(?:Active|Inactive)\z")]
    private static partial Regex Status { get; }

    [GeneratedRegex(@"\A[a-z0-9](?:[a-z0-9]|-(?!-)){1,61}[a-z0-9]\z")]
    private static partial Regex Alias { get; }

    /// <summary>Everything that is wrong with the parameters of a call, or null.</summary>
    public static QueryError? Check(QueryRequest parameters, IEnumerable<string> required, IEnumerable<string> optional)
    {
        var constraints = new Constraints();
        foreach (var name in required)
        {
            Check(constraints, parameters, name, isRequired: true);
        }

        foreach (var name in optional)
        {
            Check(constraints, parameters, name, isRequired: false);
        }

        return constraints.Error;
    }

    private static void Check(Constraints constraints, QueryRequest parameters, string name, bool isRequired)
    {
        switch (name)
        {
            case "MaxItems":
                constraints.Number("maxItems", parameters[name], 1, 1000, 100);
                break;
            case "MaxSessionDuration":
                constraints.Number("maxSessionDuration", parameters[name], 3600, 43_200, 3600);
                break;
            case "Tags":
                CheckTags(constraints, parameters);
                break;
            case "TagKeys" or "ActionNames" or "PolicyInputList":
                CheckList(constraints, parameters, name, isRequired);
                break;
            default:
                var rule = Rules[name];
                constraints.Text(Member(name), parameters[name], isRequired, rule.Least, rule.Most, rule.Pattern);
                break;
        }
    }

    private static void CheckTags(Constraints constraints, QueryRequest parameters)
    {
        var number = 0;
        CheckCount(constraints, parameters, "Tags");
        foreach (var member in parameters.Members("Tags").Take(MostTags))
        {
            number++;
            constraints.Text(string.Create(CultureInfo.InvariantCulture, $"tags.{number}.member.key"), parameters[$"{member}.Key"], true, 1, 128, Constraints.TagKeyPattern);
            constraints.Text(string.Create(CultureInfo.InvariantCulture, $"tags.{number}.member.value"), parameters[$"{member}.Value"], true, 0, 256, Constraints.TagValuePattern);
        }
    }

    private static void CheckList(Constraints constraints, QueryRequest parameters, string name, bool isRequired)
    {
        var (least, most) = name switch { "TagKeys" => (1, 128), "ActionNames" => (3, 128), _ => (1, 131_072) };
        var any = false;
        if (name == "TagKeys")
        {
            CheckCount(constraints, parameters, name);
        }

        foreach (var member in parameters.Members(name))
        {
            any = true;
            constraints.Text($"{Member(name)}.member", parameters[member], true, least, most, name == "TagKeys" ? Constraints.TagKeyPattern : null);
        }

        if (isRequired && !any)
        {
            constraints.Text(Member(name), null, true, least, most);
        }
    }

    private static void CheckCount(Constraints constraints, QueryRequest parameters, string list)
    {
        if (parameters.Members(list).Count() > MostTags)
        {
            constraints.TooMany(Member(list), MostTags);
        }
    }

    /// <summary>As messages write it: <c>userName</c>.</summary>
    private static string Member(string name) => $"{char.ToLowerInvariant(name[0])}{name[1..]}";

    private readonly record struct Rule(int Least, int Most, Regex? Pattern = null);
}
