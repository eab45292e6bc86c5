using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Billing.Charging;

/// <summary>Configuration section <c>Billing</c>.</summary>
internal sealed class ChargeOptions
{
    /// <summary>The most that one charge may take, in minor units of its currency. More is declined.</summary>
    [Range(1d, long.MaxValue)]
    public long ChargeLimitMinor { get; set; } = 1_000_000;
}

[OptionsValidator]
internal sealed partial class ChargeOptionsValidator : IValidateOptions<ChargeOptions>;
