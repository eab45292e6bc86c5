using Sam;

namespace Emulation;

/// <summary>Tells, with what its template closes, what is closed for a reason that the template alone does not know.</summary>
internal static class AddedClosures
{
    extension(Stack stack)
    {
        /// <summary>The stack with further closures among its own, and among what <c>validate</c> says of its elements.</summary>
        public Stack With(IReadOnlyDictionary<string, Closure> byResource) => byResource.Count == 0 ? stack : stack with
        {
            Closures = [.. stack.Closures.Concat(byResource.Values).OrderBy(static closure => closure.At.Line)],
            Elements = [.. stack.Elements.SelectMany(element => element.Closure is null && byResource.TryGetValue(element.LogicalId, out var closure)
                ? [element, element with { Word = ElementWord.Closed, Closure = closure }]
                : (TemplateElement[])[element])],
        };
    }
}
