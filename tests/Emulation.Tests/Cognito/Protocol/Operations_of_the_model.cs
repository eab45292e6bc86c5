using System.Collections.Frozen;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.CognitoIdentity.Pools;

namespace Emulation.Tests.Cognito.Protocol;

/// <summary>The members that operations have are those of AWS's service models, which botocore carries.</summary>
public sealed class Operations_of_the_model
{
    private const string Script = """
        import json, sys
        import botocore.session
        model = botocore.session.get_session().get_service_model(sys.argv[1])
        operations = [model.operation_model(name) for name in model.operation_names]
        print(json.dumps({one.name: {"members": sorted(one.input_shape.members) if one.input_shape else [], "silent": one.output_shape is None} for one in operations}))
        """;

    [Theory]
    [InlineData("cognito-idp")]
    [InlineData("cognito-identity")]
    public async Task Have_the_members_and_the_output_that_it_lists(string service)
    {
        var model = await ModelAsync(service);
        Assert.SkipWhen(model is null, "python3 has no botocore");
        Assert.All((service == "cognito-idp" ? UserPoolModel.All : IdentityPoolModel.All).Values, operation =>
        {
            Assert.Equal(model[operation.Name]!["members"]!.AsArray().Select(static member => (string)member!), operation.Members.Order(StringComparer.Ordinal));
            Assert.Equal((bool)model[operation.Name]!["silent"]!, operation.IsSilent);
        });
    }

    [Fact]
    public void Name_what_they_are_about()
    {
        Assert.All(UserPoolModel.All.Values.Concat(IdentityPoolModel.All.Values), static operation => Assert.Equal(operation.On == ActsOn.ResourceArn, operation.Members.Contains("ResourceArn")));
        Assert.All(Of(UserPoolModel.All, ActsOn.Pool), static operation => Assert.True(operation.Members.Contains("UserPoolId"), operation.Name));
        Assert.All(Of(IdentityPoolModel.All, ActsOn.Pool), static operation => Assert.True(operation.Members.Contains("IdentityPoolId"), operation.Name));
    }

    private static IEnumerable<OperationModel> Of(FrozenDictionary<string, OperationModel> all, ActsOn on) => all.Values.Where(operation => operation.On == on);

    private static async Task<JsonObject?> ModelAsync(string service)
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo("python3", ["-c", Script, service]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await python.WaitForExitAsync(TestContext.Current.CancellationToken);
            return python.ExitCode == 0 ? (JsonObject)JsonNode.Parse(output)! : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
