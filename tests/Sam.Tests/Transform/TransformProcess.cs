namespace Sam.Tests.Transform;

/// <summary>The official transform for all tests of a class; without it they are skipped.</summary>
public sealed class TransformProcess : IDisposable
{
    private readonly Lazy<OfficialTransform> transform = new(OfficialTransform.Open);

    internal TransformedTemplate Transform(string template)
    {
        Assert.SkipWhen(OfficialTransform.Missing is not null, OfficialTransform.Missing ?? "");
        return transform.Value.Transform(template);
    }

    internal Comparison Compare(Stack stack) => Comparison.Of(transform.Value.Grants(stack), NormalForm.Of(stack), stack.Closures);

    public void Dispose()
    {
        if (transform.IsValueCreated)
        {
            transform.Value.Dispose();
        }
    }
}
