namespace Sam;

/// <summary>Something in a template that does not do what its author most likely thinks.</summary>
/// <param name="Kind">What kind of trap.</param>
/// <param name="At">The line to look at.</param>
/// <param name="Resource">The logical id of the resource.</param>
/// <param name="Message">What it does, as a sentence.</param>
/// <param name="Remedy">What to do about it, as a sentence.</param>
public sealed record TemplateTrap(TrapKind Kind, SourceLine At, string Resource, string Message, string Remedy);

/// <summary>What such a thing is.</summary>
public enum TrapKind
{
    /// <summary>API Gateway calls the function with the caller's own credentials.</summary>
    IntegrationAsCaller,

    /// <summary>A preflight request has to be signed.</summary>
    SignedPreflight,

    /// <summary>A list of addresses admits every principal there.</summary>
    AddressAllowList,

    /// <summary>A path parameter becomes <c>*</c> in a statement that the transform writes.</summary>
    ParameterBecomesStar,

    /// <summary>An account, an id or a generated name is spelt out.</summary>
    LiteralId,

    /// <summary>Of the user pools whose events name a function one may call it.</summary>
    OnePoolMayCall,

    /// <summary>No deployment waits for a method.</summary>
    MethodMayNotBeDeployed,

    /// <summary>The transform takes it and leaves it out, or makes something of it that has no effect.</summary>
    WithoutEffect,
}
