using Sam;

namespace Emulation.Tests;

/// <summary>Templates and what is loaded from them, in one line each.</summary>
internal static class Given
{
    public static Stack Stack(string yaml)
    {
        var result = TemplateLoader.Parse(yaml, "template.yaml", new StackOptions());
        Assert.True(result.Stack is not null, string.Join('\n', result.Errors));
        return result.Stack;
    }

    public static Route Route(string method, string path) => new()
    {
        Method = method, Path = path, Authorizer = IamAuthorizer.Instance, FunctionLogicalId = "F", Line = new SourceLine("template.yaml", 1),
    };
}
