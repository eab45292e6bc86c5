using System.Text;
using Emulation.Lambda;
using Emulation.Lambda.Runtimes;
using Emulation.Tests.Lambda.Sources;

namespace Emulation.Tests.Lambda;

/// <summary>From the template to the answer: code in the template, an archive, what a Makefile or <c>sam build</c> made, with layers, each in a process of its own.</summary>
public sealed class Functions_from_anywhere : IDisposable
{
    private readonly Project project = new();

    [Fact]
    public async Task Answer_whatever_their_code_comes_from()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the wrapper and the Makefile of this test are for a shell");
        foreach (var tool in (string[])["python3", "node", "make"])
        {
            Assert.SkipWhen(SearchPath.Find(tool) is null, $"'{tool}' is not on the PATH");
        }

        // A layer with a module, a program and a wrapper.
        project.Write("layer/python/shared_words.py", "WORD = 'layer'");
        project.Write("layer/nodejs/node_modules/shared-words/index.js", "exports.word = 'node layer';");
        Script("layer/wrap", "#!/bin/sh\nexport WRAPPED=yes\nexec \"$@\"\n");
        project.Write("layer/data.txt", "data of the layer");

        // An archive, sources with a Makefile, and what sam build left of sources that have a list of packages nobody could install.
        project.Write("zipped/app.py", "def handler(event, context):\n    return 'zip ' + event\n");
        System.IO.Compression.ZipFile.CreateFromDirectory(project.At("zipped"), project.At("zipped.zip"));
        project.Write("made/app.src", "def handler(event, context):\n    return 'made ' + event\n");
        project.Write("made/Makefile", "build-Made:\n\tcp app.src $(ARTIFACTS_DIR)/app.py\n");
        var noon = new DateTime(2026, 5, 1, 12, 0, 0, DateTimeKind.Utc);
        project.Write("src/app.py", "def handler(event, context):\n    return 'sources'\n", noon);
        project.Write("src/requirements.txt", "no-such-package-of-anybody==0.0.1\n", noon);
        project.Write(".aws-sam/build/Built/app.py", "def handler(event, context):\n    return 'sam ' + event\n");
        project.Write(".aws-sam/build/Built/requirements.txt", "no-such-package-of-anybody==0.0.1\n");
        project.Write(".aws-sam/build/template.yaml");
        var options = new EmulatorOptions { Templates = [TemplateSource.Parse(project.Write("template.yaml", Template))], Port = 0, MaxEnvironments = 1 };
        var stacks = LoadedStacks.Load(options);
        Assert.Equal(["Go"], stacks.Closures.Select(static closure => closure.Resource));
        await FunctionWiring.BuildAsync(options, stacks, static _ => { }, TestContext.Current.CancellationToken);
        await using var emulator = await Emulator.StartAsync(options, stacks, TestContext.Current.CancellationToken);
        async Task<string> CallAsync(string id)
        {
            var function = stacks.Main.Functions.Single(one => one.LogicalId == id);
            var result = await emulator.Functions.InvokeAsync(new FunctionCall(function, Encoding.UTF8.GetBytes("\"x\"")) { Cancellation = TestContext.Current.CancellationToken });
            return Encoding.UTF8.GetString(result.Payload.Span);
        }

        Assert.Equal("\"python layer yes data of the layer us-east-1\"", await CallAsync("Python"));
        Assert.Equal("\"node node layer\"", await CallAsync("Node"));
        Assert.Equal("\"zip x\"", await CallAsync("Zipped"));
        Assert.Equal("\"made x\"", await CallAsync("Made"));
        Assert.Equal("\"sam x\"", await CallAsync("Built"));
        Assert.Contains("Its program has to be built", await CallAsync("Go"), StringComparison.Ordinal);
    }

    public void Dispose() => project.Dispose();

    private const string Template =
        """
        Transform: AWS::Serverless-2016-10-31
        Globals: {Function: {Timeout: 20, MemorySize: 512, Runtime: python3.13, Handler: app.handler} }
        Resources:
          Shared: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layer} }
          Python:
            Type: AWS::Serverless::Function
            Properties:
              Handler: index.handler
              Layers: [!Ref Shared]
              Environment: {Variables: {AWS_LAMBDA_EXEC_WRAPPER: /opt/wrap, DATA: /opt/data.txt} }
              InlineCode: !Sub |
                import os
                import shared_words
                def handler(event, context):
                    with open(os.environ['DATA']) as data:
                        return ' '.join(['python', shared_words.WORD, os.environ['WRAPPED'], data.read(), '${AWS::Region}'])
          Node:
            Type: AWS::Serverless::Function
            Properties:
              Runtime: nodejs22.x
              Handler: index.handler
              Layers: [!Ref Shared]
              InlineCode: |
                const { word } = require('shared-words');
                exports.handler = async () => `node ${word}`;
          Zipped: {Type: AWS::Serverless::Function, Properties: {CodeUri: zipped.zip} }
          Made: {Type: AWS::Serverless::Function, Metadata: {BuildMethod: makefile}, Properties: {CodeUri: made} }
          Built: {Type: AWS::Serverless::Function, Properties: {CodeUri: src} }
          Go: {Type: AWS::Serverless::Function, Properties: {CodeUri: made, Runtime: provided.al2023, Handler: bootstrap} }
        """;

    private void Script(string file, string text)
    {
        var path = project.Write(file, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute);
        }
    }
}
