namespace Emulation.Tests.Lambda.Runtimes;

/// <summary>Handlers that cannot be loaded: told by init/error, in the words of Lambda's own runtime client.</summary>
public sealed class A_start_of_node_that_fails(NodeFunctions functions) : IClassFixture<NodeFunctions>
{
    [Theory]
    [InlineData("none.handler", "Runtime.ImportModuleError", "Error: Cannot find module 'none'\nRequire stack:\n- ")]
    [InlineData("requires.handler", "Runtime.ImportModuleError", "Error: Cannot find module './none'\nRequire stack:\n- ")]
    [InlineData("imports.handler", "Error", "Cannot find package 'nothing-of-the-kind' imported from ")]
    [InlineData("exports.other", "Runtime.HandlerNotFound", "exports.other is undefined or not exported")]
    [InlineData("exports.one.more", "Runtime.HandlerNotFound", "exports.one.more is undefined or not exported")]
    [InlineData("exports.one", "Runtime.HandlerNotFound", "exports.one is not a function")]
    [InlineData("nodot", "Runtime.MalformedHandlerName", "Bad handler")]
    [InlineData("../up.handler", "Runtime.MalformedHandlerName", "'../up.handler' is not a valid handler name. Use absolute paths when specifying root directories in handler names.")]
    [InlineData("syntax.handler", "Runtime.UserCodeSyntaxError", "SyntaxError: Unexpected")]
    [InlineData("syntaxes.handler", "Runtime.UserCodeSyntaxError", "SyntaxError: Unexpected")]
    [InlineData("throws.handler", "TypeError", "at the start")]
    [InlineData("rejects.handler", "Runtime.UnhandledPromiseRejection", "Error: in the background")]
    public async Task Says_why(string handler, string type, string message)
    {
        functions.Write("requires.js", "require('./none');");
        functions.Write("imports.mjs", "import 'nothing-of-the-kind'; export const handler = async () => 1;");
        functions.Write("exports.js", "exports.one = 1;");
        functions.Write("syntax.js", "exports.handler = async () => {");
        functions.Write("syntaxes.mjs", "export const handler = async () => {");
        functions.Write("throws.js", "throw new TypeError('at the start');");
        functions.Write("rejects.mjs", "Promise.reject(new Error('in the background')); await new Promise((go) => setTimeout(go, 5000)); export const handler = async () => 1;");
        var outcome = await functions.CallAsync(handler);
        Assert.Equal((type, "Unhandled"), (outcome.ErrorType, outcome.Error));
        Assert.StartsWith(message, outcome.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_the_line_of_a_syntax_error()
    {
        functions.Write("line.js", "\n\nexports.handler = async () => {");
        Assert.StartsWith($"{Path.Combine(functions.Folder, "line.js")}:3", (string?)(await functions.CallAsync("line.handler")).Json!["trace"]![0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sdk.handler", "sdk.js", "require('@aws-sdk/client-nothing/x');", "@aws-sdk/client-nothing")]
    [InlineData("sdks.handler", "sdks.mjs", "import '@smithy/nothing';", "@smithy/nothing")]
    [InlineData("old.handler", "old.js", "require('aws-sdk');", "aws-sdk")]
    public async Task Says_how_to_get_what_lambda_brings(string handler, string file, string code, string package)
    {
        functions.Write(file, code);
        var message = (await functions.CallAsync(handler)).ErrorMessage!;
        Assert.EndsWith($"\nLambda's own Node.js has the AWS SDK; here the function's folder needs it: npm install --save-dev {package}", message, StringComparison.Ordinal);
    }
}
