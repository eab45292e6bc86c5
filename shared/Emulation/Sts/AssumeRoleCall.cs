using System.Collections.Immutable;
using Emulation.Protocols.Query;
using Iam;

namespace Emulation.Sts;

/// <summary>The parameters of an AssumeRole call, checked. AWS Security Token Service API Reference, AssumeRole, "Request Parameters".</summary>
internal sealed record AssumeRoleCall
{
    public required Arn RoleArn { get; init; }

    public required string SessionName { get; init; }

    public required int DurationSeconds { get; init; }

    public string? ExternalId { get; init; }

    public string? SourceIdentity { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public ImmutableArray<string> TransitiveTagKeys { get; init; } = [];

    /// <summary>Reads the parameters; the error names all that is wrong with them.</summary>
    public static AssumeRoleCall? Read(QueryRequest parameters, out QueryError error)
    {
        error = null!;
        var constraints = new Constraints();
        constraints.Text("roleArn", parameters["RoleArn"], required: true, 20, 2048);
        constraints.Text("roleSessionName", parameters["RoleSessionName"], required: true, 2, 64, Constraints.NamePattern);
        constraints.Text("externalId", parameters["ExternalId"], required: false, 2, 1224, Constraints.ExternalIdPattern);
        constraints.Text("sourceIdentity", parameters["SourceIdentity"], required: false, 2, 64, Constraints.NamePattern);
        SessionPolicies.CheckLength(parameters, constraints);
        var duration = constraints.Number(
            "durationSeconds", parameters["DurationSeconds"], StsDurations.Shortest, StsDurations.LongestAssumedRole,
            StsDurations.DefaultAssumedRole);
        var tags = SessionTags.Read(parameters, constraints);
        if ((constraints.Error ?? tags.Error) is { } wrong)
        {
            error = wrong;
            return null;
        }

        if (RoleArnOf(parameters) is not { } arn)
        {
            error = QueryError.Validation($"{parameters["RoleArn"]} is invalid");
            return null;
        }

        if (parameters["SerialNumber"] is not null || parameters["TokenCode"] is not null)
        {
            // No device of a template could have made the code, so it is wrong.
            error = QueryError.AccessDenied("MultiFactorAuthentication failed with invalid MFA one time pass code. ");
            return null;
        }

        if (parameters.Members("ProvidedContexts").Any())
        {
            error = new QueryError(400, "InvalidContextAssertion", "LocalAws has no identity context provider whose assertions it could check. Leave ProvidedContexts out.");
            return null;
        }

        return new AssumeRoleCall
        {
            RoleArn = arn,
            SessionName = parameters["RoleSessionName"]!,
            DurationSeconds = duration,
            ExternalId = parameters["ExternalId"],
            SourceIdentity = parameters["SourceIdentity"],
            Tags = tags.Tags,
            TransitiveTagKeys = tags.TransitiveKeys,
        };
    }

    /// <summary>The role that a call names; null when it is no role's ARN.</summary>
    public static Arn? RoleArnOf(QueryRequest parameters) =>
        Arn.TryParse(parameters["RoleArn"], out var arn) && arn.Service == "iam" && arn.Resource.StartsWith("role/", StringComparison.Ordinal)
            && AccountId.TryParse(arn.Account, out _)
            ? arn
            : null;
}
