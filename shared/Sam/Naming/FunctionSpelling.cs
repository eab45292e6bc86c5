namespace Sam.Naming;

/// <summary>
/// A function as templates and calls spell it: <c>name</c>, <c>arn:aws:lambda:REGION:ACCOUNT:function:name</c> or <c>ACCOUNT:function:name</c>, each with or without
/// <c>:QUALIFIER</c>. Lambda API Reference, "AddPermission", FunctionName.
/// </summary>
/// <param name="Region">The region; null when the text names none.</param>
/// <param name="Account">The account; null when the text names none.</param>
/// <param name="Name">The function's name.</param>
/// <param name="Qualifier">The alias or the number of the version; null for neither, and for <c>$LATEST</c>.</param>
internal readonly record struct FunctionSpelling(string? Region, string? Account, string Name, string? Qualifier)
{
    private const int AccountDigits = 12;

    /// <summary>The parts of a text; null when it spells no function.</summary>
    public static FunctionSpelling? Read(string text)
    {
        var parts = text.Split(':').AsSpan();
        string? region = null, account = null;
        if (parts is ["arn", _, "lambda", { Length: > 0 }, ..])
        {
            region = parts[3];
            parts = parts[4..];
        }

        if (parts is [{ Length: AccountDigits } digits, ..] && digits.All(char.IsAsciiDigit))
        {
            account = digits;
            parts = parts[1..];
        }

        if (parts is ["function", _, ..])
        {
            parts = parts[1..];
        }

        return parts switch
        {
            [{ Length: > 0 } name] => new FunctionSpelling(region, account, name, null),
            [{ Length: > 0 } name, { Length: > 0 } qualifier] => new FunctionSpelling(region, account, name, qualifier == "$LATEST" ? null : qualifier),
            _ => null,
        };
    }
}
