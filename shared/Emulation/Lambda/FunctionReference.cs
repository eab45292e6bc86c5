using System.Text.RegularExpressions;
using Sam;

namespace Emulation.Lambda;

/// <summary>
/// What a call names: a function, and the version or alias that is meant. Both are part of what is authorized: AWS Lambda Developer Guide, "Using Lambda
/// function versions and aliases in policies".
/// </summary>
/// <param name="Arn">The ARN without what is qualified; of a function that is not here, with the client's own text.</param>
/// <param name="Qualifier">A version, an alias or <c>$LATEST</c>; null when none is named.</param>
/// <param name="Function">The function, as the alias or the version calls it where it has that; null when it is not here.</param>
internal sealed partial record FunctionReference(string Arn, string? Qualifier, Function? Function)
{
    public const string Latest = "$LATEST";

    /// <summary>Whether it names a version or an alias that the function does not have.</summary>
    public bool IsOfNoVersion => Qualifier is not (null or Latest) && Function?.Qualifiers.Contains(Qualifier) != true;

    /// <summary>What permissions name.</summary>
    public string QualifiedArn => Qualifier is null ? Arn : $"{Arn}:{Qualifier}";

    /// <summary>A function by name, by partial or whole ARN, each with or without a qualifier, which the query may name too; and, here, by logical id.</summary>
    /// <returns>Null when path and query name two different ones.</returns>
    /// <param name="functions">The functions.</param>
    /// <param name="caller">The account that a name without one is of.</param>
    /// <param name="text">The function, as the call names it.</param>
    /// <param name="qualifier">The version or alias, as the query names it.</param>
    public static FunctionReference? Read(FunctionDirectory functions, string caller, string text, string? qualifier)
    {
        var (account, region, name, named) = text.Split(':') switch
        {
            ["arn", _, "lambda", var r, var a, "function", var n, .. var rest] when rest.Length < 2 => (a, r, n, rest.FirstOrDefault()),
            [var a, "function", var n, .. var rest] when rest.Length < 2 => (a, functions.Region, n, rest.FirstOrDefault()),
            ["function", var n, .. var rest] when rest.Length < 2 => (caller, functions.Region, n, rest.FirstOrDefault()),
            [var n, var q] => (caller, functions.Region, n, q),
            _ => (caller, functions.Region, text, null),
        };
        if (named is not null && qualifier is not null && named != qualifier)
        {
            return null;
        }

        var function = functions.WithName(account, region, name) ?? (functions.WithLogicalId(name) is { } known && known.Arn.Account == account
            && known.Arn.Region == region ? known : null);
        var meant = named ?? qualifier;
        return new FunctionReference(
            $"arn:aws:lambda:{region}:{account}:function:{function?.FunctionName ?? name}", meant,
            function is not null && meant is not null && function.Qualifiers.Contains(meant) ? function.At(meant) : function);
    }

    /// <summary>Whether a qualifier is a version or an alias at all. AWS Lambda API Reference, Invoke, "Qualifier".</summary>
    [GeneratedRegex(@"\A(?:\$LATEST(?:\.PUBLISHED)?|[0-9A-Za-z_-]{1,128})\z")]
    public static partial Regex QualifierFormat { get; }
}
