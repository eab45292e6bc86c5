namespace Harness;

/// <summary>What <see cref="LocalAws.StartAsync(LocalAwsOptions?, CancellationToken)"/> starts.</summary>
public sealed record LocalAwsOptions
{
    /// <summary>
    /// The template: a file, a folder of templates, or the <c>cdk.out</c> that CDK synthesized. By default <c>template.yaml</c> in the folder of the tests or above, where a
    /// relative path starts too. <c>NAME=</c> before it names its stack.
    /// </summary>
    public string? Template { get; init; }

    /// <summary>
    /// Further templates, served like the first: <c>services/billing</c>, <c>partner.yaml@444455556666</c> of another account, <c>billing=billing.yaml</c> with a
    /// name.
    /// </summary>
    public IReadOnlyList<string> FurtherTemplates { get; init; } = [];

    /// <summary>Values of the templates' parameters: of every template that has the parameter, or, as <c>stack/Name</c>, of one.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>What stacks export that are not among the templates, by the export's name: values of <c>Fn::ImportValue</c>.</summary>
    public IReadOnlyDictionary<string, string> Imports { get; init; } = new Dictionary<string, string>();

    /// <summary>The state folder. By default one of its own, deleted at the end.</summary>
    public string? DataFolder { get; init; }

    /// <summary>
    /// Where built functions are kept. By default <c>.localaws/build</c> beside the template; name that of another template with the same code to build nothing
    /// twice.
    /// </summary>
    public string? BuildFolder { get; init; }

    /// <summary>The most processes of one function at a time; null for LocalAws's own choice.</summary>
    public int? MaxEnvironments { get; init; }

    /// <summary>The servers that LocalAws puts itself in front of, by service: <c>dynamodb</c> and its address. It makes the template's tables there.</summary>
    public IReadOnlyDictionary<string, Uri> Upstreams { get; init; } = new Dictionary<string, Uri>();

    /// <summary>The services of <see cref="Upstreams"/> of which what LocalAws cannot derive is let pass where a policy may allow it; AWS may refuse it.</summary>
    public IReadOnlyCollection<string> AllowUnderived { get; init; } = [];

    /// <summary>
    /// The identity providers of user pools that a stand-in takes the place of, beside those that the templates ask for: <c>google</c>, <c>facebook</c>, <c>amazon</c>,
    /// <c>apple</c>, <c>saml</c>, <c>oidc</c>, or a provider's own name.
    /// </summary>
    public IReadOnlyCollection<string> StandIns { get; init; } = [];

    /// <summary>Whether tokens of user pools say AWS's issuer, for verifiers that insist on it.</summary>
    public bool IssuesAsAws { get; init; }

    /// <summary>
    /// What answers in place of functions, by logical id, or <c>stack/LogicalId</c> where several stacks have it. Such a function is neither built nor started;
    /// authorizers and triggers may be among them. Its routes,
    /// roles and policies are the template's all the same.
    /// </summary>
    public IDictionary<string, FunctionHandler> Functions { get; init; } = new Dictionary<string, FunctionHandler>();

    /// <summary>The clock of everything but the functions' processes, which <see cref="LocalAws.Time"/> moves on.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Takes what LocalAws and the functions log, a line each. Nothing is kept unless set.</summary>
    public Action<string>? Log { get; init; }

    /// <summary>
    /// The folder into which calls that are let pass are recorded, from which <c>localaws suggest --records FOLDER</c> makes the smallest policies. By default the one that the
    /// variable <c>LOCALAWS_RECORD</c> names, an absolute path; without it nothing is recorded.
    /// </summary>
    public string? Record { get; init; }

    /// <summary>Whether integrations of APIs may send requests to servers that are not on this machine; by default their routes are closed.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>Condition keys of every request that cannot be known here, such as <c>aws:SourceVpce</c>, without which private APIs are closed.</summary>
    public IReadOnlyDictionary<string, string> Context { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Whether callers of functions' URLs need <c>lambda:InvokeFunctionUrl</c> only, as of URLs made before October 2025; by default they need
    /// <c>lambda:InvokeFunction</c> too.
    /// </summary>
    public bool HasOldFunctionUrls { get; init; }

    /// <summary>Whether a template of which something is closed is refused, where by default its closed routes answer 501 and the rest works.</summary>
    public bool Strict { get; init; }

    /// <summary>Whether every refusal of a service ends with the authorization id that <c>iam-toolbox</c>'s <c>GetRequestAuthorizationDetails</c> takes.</summary>
    public bool Troubleshooter { get; init; }

    /// <summary>
    /// Whether it speaks TLS too, at the same port, by a certificate that is made for this run: see <see cref="LocalAws.HttpsUrl"/> and <see cref="LocalAws.Certificate"/>. Tokens'
    /// issuers and the addresses of user pools' domains are then of https; the harness itself calls without TLS.
    /// </summary>
    public bool Https { get; init; }

    /// <summary>Whether sessions that a LocalAws with the same <see cref="DataFolder"/> issued before end with this start.</summary>
    public bool EndsSessions { get; init; }
}
