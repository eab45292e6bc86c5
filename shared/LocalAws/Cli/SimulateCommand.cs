using System.CommandLine;
using System.Text.Json;
using Emulation;
using Iam;

namespace Tool.Cli;

/// <summary><c>localaws simulate</c>: decides policy cases from a JSON file, and prints the decisions as JSON.</summary>
internal static class SimulateCommand
{
    private const string Sample = """
        {
          "principal": "arn:aws:iam::111122223333:role/ReaderRole",
          "action": "execute-api:Invoke",
          "resource": "arn:aws:execute-api:us-east-1:111122223333:a1b2c3d4e5/prod/GET/notes",
          "identityPolicies": [{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "execute-api:Invoke", "Resource": "*" }] }]
        }
        """;

    public static Command Create()
    {
        var file = new Option<string>("--file", "-f") { Description = "The case, or an array of cases, as JSON; - reads standard input.", HelpName = "FILE", Required = true };
        var command = new Command("simulate", $"Decide policy cases from a file: principal, action, resource, context, and every kind of policy. A case:\n\n{Sample}") { file };
        command.SetAction((parsed, cancellation) => Guard.RunAsync(() => RunAsync(parsed.GetValue(file)!, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(string file, CancellationToken cancellation)
    {
        var json = await ReadAsync(file, cancellation).ConfigureAwait(false);
        try
        {
            var isArray = Simulator.Run(json, out var results);
            await using var output = Console.OpenStandardOutput();
            await using (var writer = new Utf8JsonWriter(
                output,
                new JsonWriterOptions { Indented = !Console.IsOutputRedirected, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                Write(writer, results, isArray);
            }

            output.Write("\n"u8);
            var faulty = results.Count(r => !r.Errors.IsEmpty);
            if (faulty > 0)
            {
                await Console.Error.WriteLineAsync(
                    $"localaws: {faulty} of {results.Length} cases could not be decided and count as refused: see \"errors\".").ConfigureAwait(false);
            }

            return faulty == 0 ? CommandLine.Done : CommandLine.BadInput;
        }
        catch (JsonException e)
        {
            throw new UsageException($"{file}: this is no JSON: {e.Message} 'localaws simulate --help' shows what a case looks like.");
        }
    }

    private static void Write(Utf8JsonWriter writer, IReadOnlyList<SimulationResult> results, bool isArray)
    {
        if (isArray)
        {
            writer.WriteStartArray();
        }

        foreach (var result in results)
        {
            result.WriteTo(writer);
        }

        if (isArray)
        {
            writer.WriteEndArray();
        }
    }

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellation)
    {
        using var buffer = new MemoryStream();
        await Guard.FileAsync(file, async () =>
        {
            await using var input = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            await input.CopyToAsync(buffer, cancellation).ConfigureAwait(false);
        }, " 'localaws simulate --help' shows what a case looks like.").ConfigureAwait(false);

        // Some editors begin a file with a byte order mark.
        return buffer.ToArray() is [0xEF, 0xBB, 0xBF, .. var text] ? text : buffer.ToArray();
    }
}
