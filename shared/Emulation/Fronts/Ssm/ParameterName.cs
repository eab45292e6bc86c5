using Emulation.Calls;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Fronts.Ssm;

/// <summary>
/// Parameters as calls name them: by name, by ARN, and where they are read with a version or label behind a colon. AWS Systems Manager User Guide, "Restricting access
/// to Parameter Store parameters using IAM policies".
/// </summary>
internal static class ParameterName
{
    /// <summary>Parameters of AWS's own belong to no account.</summary>
    private const string Public = "/aws/service/";

    /// <summary>What stands for a secret of Secrets Manager.</summary>
    private const string Reference = "/aws/reference/";

    /// <summary>The ARN of a parameter.</summary>
    /// <param name="call">The call.</param>
    /// <param name="name">Its name or ARN.</param>
    /// <param name="selects">Whether a version or a label may follow.</param>
    /// <exception cref="RefusedException">It is no name of a parameter.</exception>
    public static string ArnOf(FrontCall call, string name, bool selects)
    {
        if (name.StartsWith("arn:", StringComparison.Ordinal))
        {
            return Arn.TryParse(name, out var arn) && arn is { Partition: "aws", Service: "ssm" } && arn.Region == call.Region
                && (arn.Account.Length == 0 || AccountId.TryParse(arn.Account, out _)) && arn.Resource.StartsWith("parameter/", StringComparison.Ordinal)
                && Plain(arn.Resource[10..], selects) is { } rest && IsName(rest) && !$"/{rest}".StartsWith(Reference, StringComparison.OrdinalIgnoreCase)
                ? $"arn:aws:ssm:{arn.Region}:{arn.Account}:parameter/{rest}"
                : throw Wrong(name);
        }

        var plain = Plain(name, selects);
        if (plain is null || !IsName(plain.StartsWith('/') ? plain[1..] : plain))
        {
            throw Wrong(name);
        }

        return plain.StartsWith(Reference, StringComparison.OrdinalIgnoreCase)
            ? throw FrontCall.Invalid(
                "LocalAws passes no reference to a secret through Parameter Store: the secret's own policies could not be asked. Call GetSecretValue of Secrets Manager.")
            : $"arn:aws:ssm:{call.Region}:{(plain.StartsWith(Public, StringComparison.Ordinal) ? "" : call.Home.ToString())}:parameter/{plain.TrimStart('/')}";
    }

    /// <summary>The ARN of a path, to which policies give its parameters all at once.</summary>
    /// <exception cref="RefusedException">It is no path.</exception>
    public static string ArnOfPath(FrontCall call, string path)
    {
        var plain = path.Length > 1 && path.EndsWith('/') ? path[..^1] : path;
        return plain == "/" ? $"arn:aws:ssm:{call.Region}:{call.Home}:parameter/"
            : plain.StartsWith('/') ? ArnOf(call, plain, selects: false)
            : throw FrontCall.Invalid("The parameter doesn't meet the parameter name requirements. The parameter name must begin with a forward slash \"/\".");
    }

    private static string? Plain(string name, bool selects) => name.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0
        ? selects && name.IndexOf(':', colon + 1) < 0 ? name[..colon] : null
        : name;

    private static bool IsName(string name) => name.Length is > 0 and <= 2048 && !name.StartsWith('/') && !name.EndsWith('/') && !name.Contains("//", StringComparison.Ordinal)
        && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or '/');

    private static RefusedException Wrong(string name) => FrontCall.Invalid(
        $"Parameter name: can't be {Wire.ClientText.Shown(name)}. It has letters, digits and .-_ in parts between single slashes, or is the ARN of a parameter of this region.");
}
