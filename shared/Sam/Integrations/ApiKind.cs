namespace Sam.Integrations;

/// <summary>The two kinds of APIs that a document can describe.</summary>
internal enum ApiKind
{
    Rest,
    Http,
}
