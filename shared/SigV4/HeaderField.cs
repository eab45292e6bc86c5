namespace SigV4;

/// <summary>One header line. A name that repeats on the wire repeats here, in the order of the wire.</summary>
/// <param name="Name">The name, in any case.</param>
/// <param name="Value">The value, as sent.</param>
public readonly record struct HeaderField(string Name, string Value);
