namespace Emulation.Tests.Lambda.Runtimes;

/// <summary>Handlers as Lambda's Node.js finds and calls them: the files, the kinds of modules, what they answer.</summary>
public sealed class A_function_in_node(NodeFunctions functions) : IClassFixture<NodeFunctions>
{
    [Fact]
    public async Task Answers_with_the_value_that_the_handler_returns()
    {
        functions.Write("app.js", "exports.handler = async (event) => ({ got: event, of: process.env._HANDLER });");
        Assert.Equal("""{"got":{"a":[1,"ü"]},"of":"app.handler"}""", (await functions.CallAsync("app.handler", """{"a":[1,"ü"]}""")).Payload);
        Assert.Equal("""{"got":2,"of":"app.handler"}""", (await functions.CallAsync("app.handler", "2")).Payload);
    }

    [Theory]
    [InlineData("returns.value", "undefined", "null")]
    [InlineData("returns.value", "null", "null")]
    [InlineData("returns.value", "'text'", "\"text\"")]
    [InlineData("returns.value", "new Date(0)", "\"1970-01-01T00:00:00.000Z\"")]
    [InlineData("returns.value", "() => 1", "null")]
    [InlineData("returns.promise", "7", "7")]
    [InlineData("returns.thenable", "7", "7")]
    public async Task Answers_in_json(string handler, string value, string answer)
    {
        functions.Write("returns.js", """
            exports.value = async (event) => eval(event);
            exports.promise = (event) => Promise.resolve(eval(event));
            exports.thenable = (event) => ({ then: (go) => setImmediate(go, eval(event)) });
            """);
        Assert.Equal(answer, (await functions.CallAsync(handler, $"\"{value}\"")).Payload);
    }

    [Theory]
    [InlineData("nodejs20.x", "Error")]
    [InlineData("nodejs24.x", "Runtime.JSONStringifyError")]
    public async Task Fails_when_its_value_is_not_for_json(string runtime, string type)
    {
        functions.Write("big.js", "exports.handler = async () => ({ big: 1n }); exports.other = exports.handler;");
        var outcome = await functions.CallAsync("big.handler", runtime: runtime);
        Assert.Equal((type, "Unable to stringify response body", "Unhandled"), (outcome.ErrorType, outcome.ErrorMessage, outcome.Error));
    }

    [Theory]
    [InlineData("deep/er/file.handler", "deep/er/file.js", "exports.handler = async () => 'found';")]
    [InlineData("nested.api.v1.handler", "nested.js", "exports.api = { v1: { handler: async () => 'found' } };")]
    [InlineData("whole.handler", "whole.js", "module.exports = { handler: async () => 'found' };")]
    [InlineData("common.handler", "common.cjs", "exports.handler = async () => 'found';")]
    [InlineData("module.handler", "module.mjs", "const found = await Promise.resolve('found'); export const handler = async () => found;")]
    [InlineData("plain.handler", "plain", "exports.handler = async () => 'found';")]
    [InlineData("typed/app.handler", "typed/app.js", "import fs from 'node:fs'; export async function handler() { return fs.existsSync('/') && 'found'; }", "typed/package.json", """{"type":"module"}""")]
    [InlineData("untyped/app.handler", "untyped/app.js", "const fs = require('fs'); exports.handler = async () => fs.existsSync('/') && 'found';", "untyped/package.json", "{}")]
    [InlineData("first.handler", "first.js", "exports.handler = async () => 'found';", "first.mjs", "export const handler = async () => 'not looked at';")]
    public async Task Is_found_by_its_handler(string handler, string file, string code, string? other = null, string? text = null)
    {
        functions.Write(file, code);
        if (other is not null)
        {
            functions.Write(other, text!);
        }

        Assert.Equal("\"found\"", (await functions.CallAsync(handler)).Payload);
    }

    [Theory]
    [InlineData("nodejs24.x", true)]
    [InlineData("nodejs22.x", false)]
    public async Task Is_found_in_the_default_export_from_nodejs24_on(string runtime, bool isFound)
    {
        functions.Write("default.mjs", "export default { handler: async () => 'found' };");
        var outcome = await functions.CallAsync("default.handler", runtime: runtime);
        Assert.Equal(isFound ? "\"found\"" : "default.handler is undefined or not exported", isFound ? outcome.Payload : outcome.ErrorMessage);
    }

    [Fact]
    public async Task May_be_common_js_under_nodejs24_too()
    {
        functions.Write("common24.js", "const path = require('path'); module.exports.handler = async () => path.basename(__filename);");
        Assert.Equal("\"common24.js\"", (await functions.CallAsync("common24.handler", runtime: "nodejs24.x")).Payload);
    }

    [Fact]
    public async Task Sees_modules_of_its_folder_by_their_names()
    {
        functions.Write("lib/shared.js", "module.exports = 'required';");
        functions.Write("lib/shared.mjs", "export default 'imported';");
        functions.Write("names.mjs", "import { createRequire } from 'node:module'; import shared from 'lib/shared.mjs'; export const handler = async () => [createRequire(import.meta.url)('lib/shared'), shared];");
        Assert.Equal("""["required","imported"]""", (await functions.CallAsync("names.handler")).Payload);
    }

    [Fact]
    public async Task Sees_modules_of_the_templates_own_node_path()
    {
        functions.Write("own/node_modules/mine/package.json", """{"name":"mine","exports":{"import":"./i.mjs","require":"./r.cjs"}}""");
        functions.Write("own/node_modules/mine/i.mjs", "export default 'imported';");
        functions.Write("own/node_modules/mine/r.cjs", "module.exports = 'required';");
        functions.Write("path.mjs", "import mine from 'mine'; import { createRequire } from 'node:module'; export const handler = async () => [mine, createRequire(import.meta.url)('mine')];");
        var outcome = await functions.CallAsync("path.handler", variables: ("NODE_PATH", Path.Combine(functions.Folder, "own", "node_modules")));
        Assert.Equal("""["imported","required"]""", outcome.Payload);
        Assert.Equal("Error", (await functions.CallAsync("path.handler")).ErrorType);
    }

    [Fact]
    public async Task Runs_changed_code_in_its_next_process_without_a_build()
    {
        functions.Write("changing.js", "exports.handler = async () => 1; exports.stop = 0;");
        Assert.Equal("1", (await functions.CallAsync("changing.handler")).Payload);
        functions.Write("changing.js", "exports.handler = async () => 2;");
        await functions.LogAsync();
        Assert.Equal("2", (await functions.CallAsync("changing.handler")).Payload);
        Assert.False(Directory.Exists(Path.Combine(functions.Folder, ".localaws")));
    }
}
