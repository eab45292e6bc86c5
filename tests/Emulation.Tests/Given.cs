using System.Collections.Immutable;
using Emulation.Organizations;
using Iam;
using Sam;

namespace Emulation.Tests;

/// <summary>Templates and what is loaded from them, in one line each.</summary>
internal static class Given
{
    public static Stack Stack(string yaml, StackOptions? options = null)
    {
        var result = TemplateLoader.Parse(yaml, "template.yaml", options ?? new StackOptions());
        Assert.True(result.Stack is not null, string.Join('\n', result.Errors));
        return result.Stack;
    }

    /// <summary>A template as the commands read it.</summary>
    public static LoadedStacks Stacks(string yaml, string? organization = null)
    {
        var folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
        try
        {
            var template = Path.Combine(folder, "template.yaml");
            File.WriteAllText(template, yaml);
            var file = organization is null ? null : Path.Combine(folder, "organization.json");
            if (file is not null)
            {
                File.WriteAllText(file, organization);
            }

            return LoadedStacks.Load(new EmulatorOptions { Templates = [new TemplateSource(template, EmulatorOptions.DefaultAccount)], OrganizationFile = file });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Several templates as the commands read them, each <c>NAME=template</c> or with an account behind its name, <c>NAME@ACCOUNT</c>.</summary>
    public static LoadedStacks Stacks(EmulatorOptions options, params (string Name, string Yaml)[] templates)
    {
        var folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
        try
        {
            return LoadedStacks.Load(options with { Templates = [.. templates.Select(one => Source(folder, one.Name, one.Yaml))] });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static TemplateSource Source(string folder, string name, string yaml)
    {
        var parts = name.Split('@');
        var file = Path.Combine(folder, $"{parts[0]}.yaml");
        File.WriteAllText(file, yaml);
        return TemplateSource.Parse(parts.Length > 1 ? $"{file}@{parts[1]}" : file);
    }

    public static Function Function(string name, string handler, string runtime) => new()
    {
        LogicalId = name,
        FunctionName = name,
        Arn = Arn.Parse($"arn:aws:lambda:us-east-1:111122223333:function:{name}"),
        RoleArn = Arn.Parse("arn:aws:iam::111122223333:role/Role"),
        CodeUri = ".",
        Handler = handler,
        Runtime = runtime,
        Timeout = TimeSpan.FromSeconds(3),
        MemorySizeMb = 128,
        Line = new SourceLine("template.yaml", 1),
    };

    /// <summary>Condition keys of nothing but an organisation, or of nothing.</summary>
    public static RequestEnvironment Environment(Organization? organization = null) => new(organization ?? Organization.None, ImmutableDictionary<string, string>.Empty);

    public static Route Route(string method, string path) => new()
    {
        Method = method,
        Path = path,
        Authorizer = IamAuthorizer.Instance,
        FunctionLogicalId = "F",
        Line = new SourceLine("template.yaml", 1),
    };
}
