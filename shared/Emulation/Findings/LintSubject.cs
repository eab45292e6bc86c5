using System.Collections.Immutable;
using Emulation.Access;
using Emulation.Explain;
using Emulation.Lambda;
using Emulation.Organizations;
using Emulation.Principals;
using Iam;
using Sam;

namespace Emulation.Findings;

/// <summary>What the rules look at: one stack among those that are loaded, the access matrix, and every policy that somebody wrote into its template.</summary>
internal sealed class LintSubject
{
    private readonly FunctionPermission permission;

    public LintSubject(LoadedStacks stacks, Stack stack, AccessMatrix matrix)
    {
        Stacks = stacks;
        Main = stack;
        Matrix = matrix;
        Routes = [.. matrix.Routes.Where(route => ReferenceEquals(route.Stack, stack))];
        Identity =
        [
            .. from role in Main.Roles from policy in role.Policies where !IsOfAws(policy) select new OwnedPolicy(role.LogicalId, role.Line, policy),
            .. from user in Main.Users from policy in user.Policies where !IsOfAws(policy) select new OwnedPolicy(user.LogicalId, user.Line, policy),
        ];
        Resource = [.. from api in Main.Apis where api.ResourcePolicy is not null select new OwnedPolicy(api.LogicalId, api.Line, api.ResourcePolicy!)];
        Tables = [.. from table in Main.Tables where table.ResourcePolicy is not null select new OwnedPolicy(table.LogicalId, table.Line, table.ResourcePolicy!)];
        Boundaries =
        [
            .. Main.Roles.Select(static role => (role.LogicalId, role.Line, role.Boundary))
                .Concat(Main.Users.Select(static user => (user.LogicalId, user.Line, user.Boundary)))
                .Where(static holder => holder.Boundary is not null && !IsOfAws(holder.Boundary))
                .Select(static holder => new OwnedPolicy(holder.LogicalId, holder.Line, holder.Boundary!))
                .DistinctBy(static owned => owned.Policy),
        ];
        Trust = [.. from role in Main.Roles select new OwnedPolicy(role.LogicalId, role.Line, role.TrustPolicy)];
        Strangers = new Strangers(this);
        Words = new TemplateWords(stacks);
        Names = new PrincipalNames(stacks);
        Functions = new FunctionDirectory([Main, .. stacks.All.Where(one => one != stack)]);
        Invocations = new InvocationsByTemplate(stacks);
        Deliveries = new DeliveryAccess(stacks);
        permission = new FunctionPermission(static function => function.ResourcePolicy, new RequestEnvironment(stacks.Organization, ImmutableDictionary<string, string>.Empty));
    }

    public LoadedStacks Stacks { get; }

    /// <summary>The stack that is looked at.</summary>
    public Stack Main { get; }

    /// <summary>Who may call what, of all stacks.</summary>
    public AccessMatrix Matrix { get; }

    /// <summary>The routes of the stack's own APIs.</summary>
    public ImmutableArray<MatrixRoute> Routes { get; }

    /// <summary>The cells of those routes.</summary>
    public IEnumerable<MatrixCell> Cells => Matrix.Cells.Where(cell => ReferenceEquals(cell.Route.Stack, Main));

    /// <summary>Who gets in that nobody meant.</summary>
    public Strangers Strangers { get; }

    /// <summary>Says ARNs as the template does.</summary>
    public TemplateWords Words { get; }

    /// <summary>What roles and users of the templates are called.</summary>
    public PrincipalNames Names { get; }

    public FunctionDirectory Functions { get; }

    /// <summary>What integrations and authorizers with credentials may call.</summary>
    public InvocationsByTemplate Invocations { get; }

    /// <summary>What services may do by themselves with resources of others.</summary>
    public DeliveryAccess Deliveries { get; }

    /// <summary>Identity policies, but those that AWS manages.</summary>
    public ImmutableArray<OwnedPolicy> Identity { get; }

    /// <summary>Resource policies of APIs.</summary>
    public ImmutableArray<OwnedPolicy> Resource { get; }

    /// <summary>Resource policies of tables.</summary>
    public ImmutableArray<OwnedPolicy> Tables { get; }

    /// <summary>Permissions boundaries, but those that AWS manages: each once.</summary>
    public ImmutableArray<OwnedPolicy> Boundaries { get; }

    /// <summary>Trust policies of roles.</summary>
    public ImmutableArray<OwnedPolicy> Trust { get; }

    /// <summary>The statements of all of them.</summary>
    public IEnumerable<OwnedStatement> AllStatements => Statements(Identity, Resource, Tables, Boundaries, Trust);

    public static IEnumerable<OwnedStatement> Statements(params ImmutableArray<OwnedPolicy>[] policies) =>
        policies.SelectMany(static some => some).SelectMany(static policy => policy.Statements);

    /// <summary>Whether a policy is one of a principal's own.</summary>
    public bool Holds(MatrixPrincipal principal, OwnedPolicy policy) => principal.Principal.PolicyArn ==
        (Main.Roles.FirstOrDefault(role => role.LogicalId == policy.Resource)?.Arn ?? Main.Users.FirstOrDefault(user => user.LogicalId == policy.Resource)?.Arn)?.ToString();

    /// <summary>Whether an ARN names an API of a stack, or any API of its account.</summary>
    public bool IsOfOwnApi(string arn) =>
        arn.Split(':', 6) is [_, _, "execute-api", var region, var account, var rest] && rest.Split('/')[0] is var id
        && Stacks.All.Any(stack => (region == stack.Region || region == "*") && (account == stack.AccountId.ToString() || account == "*")
            && (id.Contains('*', StringComparison.Ordinal) || stack.AllApis.Any(api => api.ApiId == id)));

    /// <summary>Whether a service of AWS may call a function for a resource, by the permissions of the template.</summary>
    public bool MayCall(string service, Function function, string sourceArn) =>
        permission.Refusal(service, function, sourceArn, Main.AccountId, DateTimeOffset.UnixEpoch) is null;

    private static bool IsOfAws(Policy policy) => policy.Origin.Arn?.Contains("::aws:", StringComparison.Ordinal) == true;
}
