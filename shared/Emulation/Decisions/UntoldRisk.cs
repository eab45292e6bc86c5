namespace Emulation.Decisions;

/// <summary>
/// What somebody who starts LocalAws lets pass although it cannot be told here whether AWS would (<c>--allow-underived</c>). Whatever it is, a statement that denies, or may deny,
/// refuses.
/// </summary>
internal enum UntoldRisk
{
    /// <summary>Nothing: what cannot be told is refused.</summary>
    None,

    /// <summary>A policy that may allow it is enough, where the call does not say what it touches or nobody tells a condition's key.</summary>
    MayBeAllowed,

    /// <summary>Nothing has to allow it, since AWS may not ask it of the call at all.</summary>
    MayNotBeAsked,
}
