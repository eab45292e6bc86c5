using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Emulation.Tests.Upstreams;

/// <summary>A LocalAws that lets pass what it cannot derive of some services, with users who may do some things.</summary>
public sealed class UnderivedLocalAws() : FrontedLocalAws(Template, static options => options with { AllowsUnderived = ["glue", "elasticfilesystem", "bedrock"], Logging = Lines })
{
    private const string Template = """
        Resources:
          All: { Type: AWS::IAM::User, Properties: { UserName: all, Tags: [{ Key: "glue:UsageProfile", Value: small }], Policies: [{ PolicyName: P, PolicyDocument: { Statement: [{ Effect: Allow, Action: "*", Resource: "*" }] } }] } }
          AllKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref All } }
          None: { Type: AWS::IAM::User, Properties: { UserName: none } }
          NoneKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref None } }
          One: { Type: AWS::IAM::User, Properties: { UserName: one, Tags: [{ Key: "glue:UsageProfile", Value: small }], Policies: [{ PolicyName: P, PolicyDocument: { Statement: [
            { Effect: Allow, Action: ["glue:StartJobRun", "glue:BatchGetJobs", "glue:GetJob"], Resource: "arn:aws:glue:us-east-1:111122223333:job/mine" },
            { Effect: Allow, Action: "athena:StartSession", Resource: "arn:aws:athena:us-east-1:111122223333:workgroup/mine" }
            ] } }] } }
          OneKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref One } }
          Untagged: { Type: AWS::IAM::User, Properties: { UserName: untagged, Policies: [{ PolicyName: P, PolicyDocument: { Statement: [
            { Effect: Allow, Action: "glue:StartJobRun", Resource: "arn:aws:glue:us-east-1:111122223333:job/mine" }
            ] } }] } }
          UntaggedKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Untagged } }
          Denied: { Type: AWS::IAM::User, Properties: { UserName: denied, Tags: [{ Key: "glue:UsageProfile", Value: small }], Policies: [{ PolicyName: P, PolicyDocument: { Statement: [
            { Effect: Allow, Action: "glue:StartJobRun", Resource: "arn:aws:glue:us-east-1:111122223333:job/mine" },
            { Effect: Deny, Action: "glue:GetUsageProfile", Resource: "*" }
            ] } }] } }
          DeniedKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Denied } }
          DeniedByTag: { Type: AWS::IAM::User, Properties: { UserName: denied-by-tag, Policies: [{ PolicyName: P, PolicyDocument: { Statement: [
            { Effect: Allow, Action: "glue:*", Resource: "*" },
            { Effect: Deny, Action: "glue:StartJobRun", Resource: "*", Condition: { StringEquals: { "aws:ResourceTag/stage": prod } } }
            ] } }] } }
          DeniedByTagKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref DeniedByTag } }
          Tagged: { Type: AWS::IAM::User, Properties: { UserName: tagged, Policies: [{ PolicyName: P, PolicyDocument: { Statement: [
            { Effect: Allow, Action: "elasticfilesystem:*", Resource: "*", Condition: { StringEquals: { "aws:ResourceTag/team": a } } }
            ] } }] } }
          TaggedKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Tagged } }
          Passes: { Type: AWS::IAM::User, Properties: { UserName: passes, Policies: [{ PolicyName: P, PolicyDocument: { Statement: [
            { Effect: Allow, Action: "glue:CreateJob", Resource: "*" },
            { Effect: Allow, Action: "iam:PassRole", Resource: "arn:aws:iam::111122223333:role/Jobs" }
            ] } }] } }
          PassesKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Passes } }
        """;

    private static readonly LineLog Lines = new();

    /// <summary>What the log says, as it does on the console without <c>--verbose</c>.</summary>
    internal static IEnumerable<string> Console => Lines.All;

    private sealed class LineLog : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> All { get; } = new();

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                All.Enqueue(formatter(state, exception));
            }
        }
    }
}
