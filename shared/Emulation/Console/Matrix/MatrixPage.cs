using System.Collections.Immutable;
using System.Globalization;
using Emulation.Access;
using Emulation.Cognito.Pages;

namespace Emulation.Console.Matrix;

/// <summary><c>/_localaws/matrix</c>: who reaches which service, who may call what, and what changed since.</summary>
internal sealed class MatrixPage(ConsoleParts parts)
{
    private readonly Lazy<AccessMatrix> matrix = new(() => AccessMatrix.Of(parts.Stacks));

    private ImmutableArray<string> Apis =>
        [.. parts.Stacks.All.SelectMany(stack => stack.AllApis.Select(api => parts.Stacks.ApiNameOf(stack, api))).Distinct()];

    public async Task SendAsync(HttpContext http)
    {
        var named = http.Request.Query["against"].ToString().Trim();
        MatrixComparison? compared = null;
        string? failure = null;
        try
        {
            compared = named.Length == 0 ? null : await MatrixComparison.WithAsync(named, matrix.Value, parts, http.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception e) when (e is UsageException or TemplateException)
        {
            failure = e.Message;
        }

        var edges = CallGraph.Of(matrix.Value, parts.Stacks);
        await ConsoleFrame.SendAsync(http, parts.Stacks, new ConsolePage("Who may call what", ConsolePaths.Matrix, Html.Of(
            $"""
            <h1>Who may call what: {parts.Stacks.Title}</h1>
            <p class="quiet">Decided from the template's policies for all requests at once. A role stands for all of its sessions without a session policy. <b>if</b>: some
            requests only. Open a cell for its explanation.</p>
            {Form(named)}
            {Html.When(failure is not null, Html.Of($"""<p class="caution" role="alert">{failure}</p>"""))}
            {Changes(named, compared)}
            <h2>Who reaches which service</h2>
            <figure class="graph"><div class="pan" role="region" aria-label="Call graph" tabindex="0">{Html.Drawn(CallGraphPicture.Draw(edges, Apis))}</div></figure>
            <p><a href="{ConsolePaths.Graph}" download="call-graph.svg">Save the picture (SVG)</a></p>
            {Edges(edges)}
            {Html.Join(Apis.Select(api => Html.Of($"<h2>{api}</h2>{MatrixTable.Of(matrix.Value, api, compared?.Matrix)}")))}
            {Deliveries()}
            """))
        {
            Modules = ["graph.js"],
        }).ConfigureAwait(false);
    }

    /// <summary>The picture as a file: it brings its style with it, and runs nothing.</summary>
    public Task SendGraphAsync(HttpContext http)
    {
        http.Response.ContentType = "image/svg+xml; charset=utf-8";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        return http.Response.WriteAsync(CallGraphPicture.Draw(CallGraph.Of(matrix.Value, parts.Stacks), Apis, isAlone: true), http.RequestAborted);
    }

    private static Html Form(string named) => Html.Of(
        $"""
        <form class="line-form" method="get" action="{ConsolePaths.Matrix}"><label>Compare with a revision of git, or a kept matrix
        <input name="against" value="{named}" placeholder="main, HEAD~1, docs/access-matrix.md" autocomplete="off"></label><button type="submit">Compare</button></form>
        """);

    private Html Changes(string named, MatrixComparison? compared) => compared is null ? Html.None : Html.Of(
        $"""
        <h2>Since {named}</h2>
        {(compared.Changes.IsEmpty ? Html.Of($"<p>Everybody may do what they could.</p>") : Html.Of(
            $"""<ul class="gains">{Html.Join(compared.Changes.Select(change => Html.Of(
                $"""<li class="{WordOf(change.IsGain)}"><b>{WordOf(change.IsGain)}</b> {parts.Shortened(change.Text)}</li>""")))}</ul>"""))}
        """);

    private static string WordOf(bool? isGain) => isGain switch { true => "gained", false => "lost", _ => "changed" };

    /// <summary>The same as the picture, for whoever cannot see or point at it.</summary>
    private static Html Edges(ImmutableArray<CallEdge> edges) => Html.Of(
        $"""
        <details class="edges"><summary>The lines and their routes, as a list</summary><ul>{Html.Join(edges.Select((edge, i) => Html.Of(
            $"""
            <li data-edge="{i.ToString(CultureInfo.InvariantCulture)}"><b>{edge.From}</b> to <b>{edge.To}</b>{Html.When(edge.IsService, Html.Of($" as {edge.Via}"))}:
            <ul>{Html.Join(CallGraphPicture.RoutesOf(edge).Select(static route => Html.Of($"<li><code>{route}</code></li>")))}</ul></li>
            """)))}</ul></details>
        """);

    private Html Deliveries() => Html.When(!matrix.Value.Deliveries.IsEmpty, Html.Of(
        $"""
        <h2>{MatrixDelivery.Title}</h2><p class="quiet">{MatrixDelivery.Note}</p>
        <table class="list"><thead><tr><th scope="col">Who and what</th><th scope="col">Allowed</th><th scope="col">Why</th></tr></thead><tbody>{Html.Join(
            matrix.Value.Deliveries.Select(static one => Html.Of(
                $"<tr><td>{one.Name}</td><td>{(one.Word is { } word ? MatrixTable.SignOf(word) : "?")}</td><td>{one.Reason}</td></tr>")))}</tbody></table>
        """));
}
