namespace Emulation.Calls;

/// <summary>A refusal of an AWS service in AWS's words.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="Type">The error's code, such as <c>AccessDenied</c>.</param>
/// <param name="Message">AWS's sentence. It may repeat what the client sent.</param>
internal record ServiceRefusal(int StatusCode, string Type, string Message)
{
    /// <summary>The whole why for the decision log, where the message must not tell it or tells less; null when the message says it all. No secret is in it.</summary>
    public string? Reason { get; init; }
}

/// <summary>What a call comes to: an answer, or a refusal.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
internal interface IServiceAnswer<TSelf>
    where TSelf : IServiceAnswer<TSelf>
{
    /// <summary>Null for an answer.</summary>
    ServiceRefusal? Refusal { get; }

    static abstract TSelf Refused(ServiceRefusal refusal);
}

/// <summary>A refusal from the depth of a call, which the door alone turns into an answer.</summary>
internal class RefusedException(ServiceRefusal refusal) : Exception(refusal.Message)
{
    public ServiceRefusal Refusal { get; } = refusal;
}
