using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Orders.Charging;

/// <summary>Where billing is and how patient we are: <c>BILLING_URL</c>, <c>BILLING_ROLE_ARN</c>, and section <c>Billing</c>.</summary>
internal sealed class BillingOptions : IValidatableObject
{
    // A function has 29 seconds to answer, and its own work needs some of them.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(25);

    /// <summary>Billing's address with its stage.</summary>
    [Required(ErrorMessage = "Orders cannot charge. Set BILLING_URL to billing's address, such as https://abc123.execute-api.us-east-1.amazonaws.com/prod.")]
    public Uri? Url { get; set; }

    /// <summary>The role to assume for requests to billing, which are signed then.</summary>
    [RegularExpression("arn:aws[a-z-]*:iam::[0-9]{12}:role/.+", ErrorMessage = "BILLING_ROLE_ARN must be a role's ARN, such as arn:aws:iam::111122223333:role/OrdersServiceRole.")]
    public string? RoleArn { get; set; }

    /// <summary>How long one try may take.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a request is repeated that got no answer, or a failure.</summary>
    [Range(0, 10)]
    public int Retries { get; set; } = 2;

    /// <summary>How long to wait before the first repeat, on average; longer before each other one.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long all tries together may take.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Url is not null && !(Url.IsAbsoluteUri && Url.Scheme is "http" or "https" && Url.Query.Length == 0))
        {
            yield return new("BILLING_URL must be an http or https address without a query.");
        }
        else if (Url is { IsLoopback: false } && RoleArn is null)
        {
            yield return new("Requests to billing would go unsigned. Set BILLING_ROLE_ARN; only an address of this machine does without.");
        }

        if (AttemptTimeout <= TimeSpan.Zero || AttemptTimeout > TotalTimeout || TotalTimeout > Longest)
        {
            yield return new($"Billing:AttemptTimeout must be above zero and at most Billing:TotalTimeout, and that at most {Longest}.");
        }

        if (RetryDelay < TimeSpan.Zero || RetryDelay > TotalTimeout)
        {
            yield return new("Billing:RetryDelay must be from zero to Billing:TotalTimeout.");
        }
    }
}

[OptionsValidator]
internal sealed partial class BillingOptionsValidator : IValidateOptions<BillingOptions>;
