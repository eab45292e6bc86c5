namespace Emulation;

/// <summary>What was asked cannot be done as it was asked; the message says why and what to do instead.</summary>
internal sealed class UsageException(string message) : Exception(message);
