namespace Sam.Errors;

/// <summary>Why a value cannot be told here, though the template is right.</summary>
/// <param name="Message">The cause, as a sentence.</param>
/// <param name="Remedy">What to do about it, as a sentence.</param>
internal sealed record Unknown(string Message, string Remedy);
