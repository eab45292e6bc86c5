namespace Emulation.Lambda;

/// <summary>Says what a person should know of how functions run, each thing once however many functions and processes it is true of.</summary>
internal sealed class FunctionNotes(ILogger logger)
{
    private readonly Lock gate = new();
    private readonly HashSet<string> said = new(StringComparer.Ordinal);

    public void Say(string? note)
    {
        if (note is null)
        {
            return;
        }

        lock (gate)
        {
            if (!said.Add(note))
            {
                return;
            }
        }

        Log.FunctionNote(logger, note);
    }
}
