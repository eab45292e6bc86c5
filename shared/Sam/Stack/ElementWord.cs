namespace Sam;

/// <summary>What LocalAws does with an element of a template: a resource, or a property of one.</summary>
public enum ElementWord
{
    /// <summary>It decides who gets in, and is enforced.</summary>
    Enforced,

    /// <summary>It is provided here: a function, a table, a user pool.</summary>
    Emulated,

    /// <summary>It has no bearing on access, and nothing is done with it.</summary>
    Inert,

    /// <summary>It bears on access and is not enforced here: what depends on it lets nobody in.</summary>
    Closed,
}
