using System.Net.Sockets;
using Emulation;
using Emulation.Lambda;
using Emulation.State;

namespace Tool.Cli;

/// <summary>Turns what a user can mend into a message and exit code 2; anything else is a defect and shows its stack.</summary>
internal static class Guard
{
    public static async Task<int> RunAsync(Func<Task<int>> verb)
    {
        // System.CommandLine hears a signal only once it has the verb's task, so a start that never waits would miss it.
        await Task.Yield();
        try
        {
            return await verb().ConfigureAwait(false);
        }
        catch (TemplateException e)
        {
            foreach (var error in e.Errors)
            {
                await Console.Error.WriteLineAsync(error.ToString()).ConfigureAwait(false);
            }

            return CommandLine.BadInput;
        }
        catch (Exception e) when (e is UsageException or StateFolderException or FunctionBuildException || IsPortTaken(e))
        {
            await Console.Error.WriteLineAsync(
                $"localaws: {(IsPortTaken(e) ? $"{e.Message} Stop what uses the port, or choose another with --port." : e.Message)}").ConfigureAwait(false);
            return CommandLine.BadInput;
        }
        catch (OperationCanceledException)
        {
            return CommandLine.Done;
        }
    }

    /// <summary>What keeps a file from being read or written is the user's to mend.</summary>
    public static async Task FileAsync(string? file, Func<Task> work, string advice = "")
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (FileNotFoundException)
        {
            throw new UsageException($"{file}: there is no such file.{advice}");
        }
        catch (DirectoryNotFoundException)
        {
            throw new UsageException($"{file}: there is no such folder.{advice}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file}: {e.Message}{advice}");
        }
    }

    private static bool IsPortTaken(Exception e) =>
        e is IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse };
}
