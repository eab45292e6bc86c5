namespace Sam;

/// <summary>
/// A request that shows what the stack does, for demonstrations: <c>Metadata: { LocalAws: { Sample: { Api: OrdersApi, Method: POST, Path: /orders, Body: '{...}' } } }</c>.
/// </summary>
/// <param name="Api">The API's logical id.</param>
/// <param name="Method">The method.</param>
/// <param name="Path">The path below the stage.</param>
/// <param name="Body">The body; empty for none.</param>
public sealed record SampleRequest(string Api, string Method, string Path, string Body);
