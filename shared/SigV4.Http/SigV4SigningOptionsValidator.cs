using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace SigV4.Http;

/// <summary>Says, at start, everything that is wrong with a client's signing options.</summary>
internal sealed partial class SigV4SigningOptionsValidator : IValidateOptions<SigV4SigningOptions>
{
    private static readonly TimeSpan ShortestSession = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestSession = TimeSpan.FromHours(12);

    public ValidateOptionsResult Validate(string? name, SigV4SigningOptions options)
    {
        var client = string.IsNullOrEmpty(name) ? "AddSigV4" : $"AddSigV4 of client '{name}'";
        var errors = Errors(options).Select(error => $"{client}: {error}").ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    /// <summary>One sentence for each thing that is wrong. Empty when the options can be used.</summary>
    public static IEnumerable<string> Errors(SigV4SigningOptions options)
    {
        if (!ScopePart().IsMatch(options.Service))
        {
            yield return $"Service '{options.Service}' is not a service of a credential scope. For API Gateway it is execute-api.";
        }

        if (!ScopePart().IsMatch(options.Region))
        {
            yield return options.Region.Length == 0
                ? "Region is not set. Set it, or AWS_REGION in the environment."
                : $"Region '{options.Region}' is not a region's name. Names look like us-east-1.";
        }

        if (options.MaxBufferedBodyBytes < 0)
        {
            yield return $"MaxBufferedBodyBytes is {options.MaxBufferedBodyBytes}. It is a number of bytes, 0 to keep none.";
        }

        if (options.AssumeRole is { } role)
        {
            foreach (var error in Errors(role))
            {
                yield return error;
            }
        }
    }

    // Limits: AWS Security Token Service API Reference, AssumeRole, Request Parameters.
    private static IEnumerable<string> Errors(AssumeRoleOptions role)
    {
        if (role.RoleArn is null || !RoleArn().IsMatch(role.RoleArn))
        {
            yield return $"AssumeRole.RoleArn '{role.RoleArn}' is not a role's ARN. They look like arn:aws:iam::111122223333:role/Name.";
        }

        if (role.SessionName is null || !SessionName().IsMatch(role.SessionName))
        {
            yield return $"AssumeRole.SessionName '{role.SessionName}' must be 2 to 64 letters, digits or any of _+=,.@- .";
        }

        if (role.Duration < ShortestSession || role.Duration > LongestSession)
        {
            yield return $"AssumeRole.Duration {role.Duration} must be between {ShortestSession} and {LongestSession}.";
        }
    }

    [GeneratedRegex(@"\A[a-z0-9-]+\z")]
    private static partial Regex ScopePart();

    [GeneratedRegex(@"\Aarn:aws[a-z-]*:iam::[0-9]{12}:role/[\x21-\x7E]+\z")]
    private static partial Regex RoleArn();

    [GeneratedRegex(@"\A[A-Za-z0-9_+=,.@-]{2,64}\z")]
    private static partial Regex SessionName();
}
