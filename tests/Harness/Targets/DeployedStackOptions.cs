using SigV4;

namespace Harness.Targets;

/// <summary>What tests know of a stack in an AWS account.</summary>
public sealed record DeployedStackOptions
{
    /// <summary>Its outputs.</summary>
    public required StackOutputs Outputs { get; init; }

    /// <summary>Its region.</summary>
    public required string Region { get; init; }

    /// <summary>Who runs the tests: may assume the roles that they act as, and make users of the pool.</summary>
    public required AwsCredentials Credentials { get; init; }

    /// <summary>Where every AWS service answers instead of at AWS's own endpoints; for tests of the tests.</summary>
    public Uri? EndpointUrl { get; init; }

    /// <summary>
    /// The template that was deployed, relative to the folder of the tests or above; null for none. It tells a route that does not exist from one that refuses, which
    /// AWS answers alike. Without it <see cref="ApiResponse.ShouldBeDenied"/> fails wherever that cannot be told.
    /// </summary>
    public string? Template { get; init; } = "template.yaml";

    /// <summary>Makes the exception for what cannot be asked of AWS; a test framework's way of skipping, if it should be no failure.</summary>
    public Func<string, Exception> Unsupported { get; init; } = static reason => new NotSupportedException(reason);
}
