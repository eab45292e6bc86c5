using Sam.Documents;

namespace Sam.Intrinsics;

/// <summary>
/// Bounds how much text the functions of one template make: a text of variables, each of which is a text of variables, grows
/// without end. Far above what the largest template makes that CloudFormation takes.
/// </summary>
internal sealed class TextBudget(Evaluator evaluator)
{
    private const long MostCharacters = 64_000_000;

    private long made;

    /// <summary>False when it is too much; that has been reported then.</summary>
    public bool Takes(long characters, Node at, Place place)
    {
        made = Math.Min(made, MostCharacters) + characters;
        if (made <= MostCharacters)
        {
            return true;
        }

        evaluator.Report(at, place, "The functions of this template make more text than LocalAws holds.", "Make the text shorter here.");
        return false;
    }
}
