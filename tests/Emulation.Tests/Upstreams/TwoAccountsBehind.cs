using Emulation.Tests.Upstreams;

[assembly: AssemblyFixture(typeof(TwoAccountsBehind))]

namespace Emulation.Tests.Upstreams;

/// <summary>Two accounts in front of one server that keeps what reached it: in each a user who may do everything that the account lets them.</summary>
public sealed class TwoAccountsBehind() : FrontedLocalAws(User("may"), static options => options with { Templates = [.. options.Templates, Second(options)] })
{
    internal const string Other = "222222222222";
    internal const string Owner = "owner";

    private static TemplateSource Second(EmulatorOptions options)
    {
        var path = Path.Combine(Path.GetDirectoryName(options.DataFolder)!, "second.yaml");
        File.WriteAllText(path, User(Owner));
        return new TemplateSource(path, Other);
    }

    private static string User(string name) => $$"""
        Resources:
          One: { Type: AWS::IAM::User, Properties: { UserName: {{name}}, Policies: [{ PolicyName: Everything, PolicyDocument: { Statement: [{ Effect: Allow, Action: "*", Resource: "*" }] } }] } }
          Key: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref One } }
        """;
}
