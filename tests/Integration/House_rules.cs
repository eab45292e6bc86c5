using System.Text.RegularExpressions;

namespace Integration;

/// <summary>The form of the code that is shipped, as far as it can be counted.</summary>
[Trait("Stack", "own")]
public partial class House_rules
{
    private const int LongestLine = 180;
    private const int LongestFile = 300;
    private const int MostParameters = 7;

    /// <summary>Names that stand for two things. The list only gets shorter.</summary>
    private static readonly Dictionary<string, string> Twice = new(StringComparer.Ordinal)
    {
        ["Authorizer"] = "IAM's decides about a request, API Gateway's is a kind of resource: each is its field's only word.",
    };

    [Fact]
    public void Keep_lines_short() => Assert.Empty(
        from file in SourceCode.Production
        from line in file.Lines.Select(static (text, index) => (Text: text, Number: index + 1))
        where line.Text.Length > LongestLine
        select $"{file.Path}:{line.Number} has {line.Text.Length} columns");

    [Fact]
    public void Keep_files_short() => Assert.Empty(
        from file in SourceCode.Production where file.Lines.Length > LongestFile select $"{file.Path} has {file.Lines.Length} lines");

    [Fact]
    public void Give_constructors_few_parameters()
    {
        var wide = (
            from file in SourceCode.Production
            where !file.IsTemplate
            from constructor in file.Constructors
            where constructor.Parameters > MostParameters
            select $"{file.Path}: {constructor.Type} takes {constructor.Parameters}").Distinct();

        Assert.Empty(wide);
    }

    /// <summary>A LocalAws is on this machine or as near. What asks the Internet, or AWS, goes through the proxy that a shell names.</summary>
    [Fact]
    public void Say_of_each_client_whether_it_goes_through_a_proxy()
    {
        string[] outward = ["shared/SigV4.Http/", "shared/Emulation/Tokens/OpenIdDiscovery.cs", "services/"];
        var silent =
            from file in SourceCode.Production
            where !file.IsTemplate && !outward.Any(one => file.Path.StartsWith(one, StringComparison.Ordinal))
            from Match client in Clients().Matches(file.Code)
            where !client.Value.Contains("UseProxy = ", StringComparison.Ordinal)
            select $"{file.Path}: {client.Value}";

        Assert.Empty(silent);
    }

    [Fact]
    public void Use_the_name_of_a_type_for_one_thing()
    {
        var twice =
            from file in SourceCode.Production
            where file.Path.StartsWith("shared/", StringComparison.Ordinal) && !file.IsTemplate
            from type in file.Types
            group (file.Path, type.IsPartial) by type.Name into declared
            where declared.Count() > 1 && !declared.All(static one => one.IsPartial)
            select declared.Key;

        Assert.Equal(Twice.Keys.Order(StringComparer.Ordinal), twice.Order(StringComparer.Ordinal));
    }
    /// <summary>A handler with what it is given; and a client without one, whose handler takes every proxy.</summary>
    [GeneratedRegex(@"new (SocketsHttpHandler|HttpClientHandler)\b[^;]*?\}|(SocketsHttpHandler|HttpClientHandler) [^;]*?=>? new\(\)[^;]*|new HttpClient(\(\))?\s*[{;,)]|HttpClient \w+ = new\(\)", RegexOptions.CultureInvariant)]
    private static partial Regex Clients();
}
