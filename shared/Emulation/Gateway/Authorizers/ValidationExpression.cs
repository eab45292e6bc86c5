using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Emulation.Gateway.Authorizers;

/// <summary>The regular expression of an authorizer, which must match the whole text. One that takes too long matches nothing.</summary>
internal static class ValidationExpression
{
    private const int Capacity = 256;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);
    private static readonly ConcurrentDictionary<string, Regex?> Compiled = new(StringComparer.Ordinal);

    public static bool Matches(string expression, string text)
    {
        if (Compiled.Count > Capacity)
        {
            Compiled.Clear();
        }

        try
        {
            return Compiled.GetOrAdd(expression, Compile)?.IsMatch(text) ?? false;
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static Regex? Compile(string expression)
    {
        try
        {
            return new Regex($@"\A(?:{expression})\z", RegexOptions.CultureInvariant, Patience);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
