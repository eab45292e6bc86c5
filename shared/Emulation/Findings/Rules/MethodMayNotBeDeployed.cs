using Sam;

namespace Emulation.Findings.Rules;

internal sealed class MethodMayNotBeDeployed() : TrapRule(
    "LA109", "method that may not be deployed", Severity.Warning,
    "CloudFormation deploys what is there when the deployment runs: a method made after it answers nobody until somebody deploys again.",
    TrapKind.MethodMayNotBeDeployed);
