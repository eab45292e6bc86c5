using Microsoft.Extensions.Options;

namespace Orders.Resuming;

[OptionsValidator]
internal sealed partial class ResumingOptionsValidator : IValidateOptions<ResumingOptions>;
