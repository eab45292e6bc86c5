using Emulation;
using Emulation.Lambda;
using Emulation.State;

namespace Harness;

/// <summary>
/// A <see cref="LocalAws"/> cannot start: a template has errors, each with its line, a function does not build, or the state folder is in use. The message says
/// what to do.
/// </summary>
public sealed class LocalAwsStartException : Exception
{
    private LocalAwsStartException(Exception cause)
        : base(cause.Message, cause)
    {
    }

    internal static T Guard<T>(Func<T> start)
    {
        try
        {
            return start();
        }
        catch (Exception e) when (IsForPeople(e))
        {
            throw new LocalAwsStartException(e);
        }
    }

    internal static async Task<T> GuardAsync<T>(Func<Task<T>> start)
    {
        try
        {
            return await start().ConfigureAwait(false);
        }
        catch (Exception e) when (IsForPeople(e))
        {
            throw new LocalAwsStartException(e);
        }
    }

    private static bool IsForPeople(Exception e) => e is TemplateException or FunctionBuildException or StateFolderException or UsageException;
}
