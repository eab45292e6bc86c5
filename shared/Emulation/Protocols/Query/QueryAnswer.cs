using System.Xml;
using Emulation.Calls;

namespace Emulation.Protocols.Query;

/// <summary>What an action answers: the content of its result element, nothing but that it was done, or an error.</summary>
internal readonly record struct QueryAnswer : IServiceAnswer<QueryAnswer>
{
    public QueryAnswer(Action<XmlWriter> writeResult) => WriteResult = writeResult;

    private QueryAnswer(QueryError error) => Error = error;

    /// <summary>The answer of an action without a result.</summary>
    public static QueryAnswer Done => default;

    public Action<XmlWriter>? WriteResult { get; }

    public QueryError? Error { get; }

    ServiceRefusal? IServiceAnswer<QueryAnswer>.Refusal => Error;

    public static QueryAnswer Refused(ServiceRefusal refusal) => QueryError.Of(refusal);

    public static implicit operator QueryAnswer(QueryError error) => new(error);
}
