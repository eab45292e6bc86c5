using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.State;

namespace Emulation.Cognito.Import;

/// <summary>GetCSVHeader and the user import jobs. Amazon Cognito API Reference, CreateUserImportJob.</summary>
/// <param name="store">Where jobs are kept.</param>
/// <param name="directory">The pools.</param>
/// <param name="import">Does the work.</param>
/// <param name="folder">Where uploaded files and logs go.</param>
/// <param name="endpointUrl">The endpoint, for the URL of an upload.</param>
/// <param name="ids">The ids of jobs, which are the keys to their upload pages.</param>
/// <param name="time">The clock.</param>
internal sealed class ImportOperations(
    PoolStore store,
    PoolDirectory directory,
    UserImport import,
    string folder,
    Func<string> endpointUrl,
    IdSource ids,
    TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<string, Task> running = new(StringComparer.Ordinal);
    private volatile bool isStopping;

    public IEnumerable<Operation> All =>
    [
        Operation.Signed("GetCSVHeader", call => Header(directory.PoolOf(call.Fields))),
        Operation.Signed("CreateUserImportJob", Create),
        Operation.Signed("DescribeUserImportJob", call => Shown(JobOf(call))),
        Operation.Signed(
            "ListUserImportJobs",
            call => WireJson.Page(call.Fields, "UserImportJobs", "MaxResults", "PaginationToken", [.. store.Parts(directory.PoolOf(call.Fields).Id, PartKind.ImportJob)], 60)),
        Operation.Signed("StartUserImportJob", Start),
        Operation.Signed("StopUserImportJob", Stop),
    ];

    /// <summary>Where the file of a job is kept.</summary>
    public string FileOf(string job) => Path.Combine(folder, $"{job}.csv");

    /// <summary>Jobs that ran when the process ended have ended with it.</summary>
    public void EndInterrupted()
    {
        foreach (var job in store.Pools().SelectMany(pool => store.Parts(pool.Id, PartKind.ImportJob))
            .Where(static job => (string?)job["Status"] is "Pending" or "InProgress" or "Stopping"))
        {
            Finish((string)job["UserPoolId"]!, (string)job["JobId"]!, "Stopped", "LocalAws ended meanwhile; the users that the counts name are in.");
        }
    }

    /// <summary>Waits until no import runs any more.</summary>
    public void Dispose()
    {
        isStopping = true;
        Task.WaitAll([.. running.Values]);
    }

    private static JsonObject Header(UserPool pool) =>
        new() { ["UserPoolId"] = pool.Id, ["CSVHeader"] = WireJson.List(CsvFile.HeaderOf(pool).Select(static name => (JsonNode)name)) };

    private JsonObject Create(CognitoCall call)
    {
        var pool = directory.PoolOf(call.Fields);
        var id = $"import-{ids.Text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 22)}";
        var job = new JsonObject
        {
            ["JobName"] = call.Fields.Required("JobName", 1, 128),
            ["JobId"] = id,
            ["UserPoolId"] = pool.Id,
            ["PreSignedUrl"] = $"{endpointUrl()}{UploadPage.Prefix}{id}",
            ["CreationDate"] = WireJson.Time(time.GetUtcNow()),
            ["Status"] = "Created",
            ["CloudWatchLogsRoleArn"] = call.Fields.Required("CloudWatchLogsRoleArn", 20, 2048),
            ["ImportedUsers"] = 0,
            ["SkippedUsers"] = 0,
            ["FailedUsers"] = 0,
        };
        Save(job);
        return Shown(job);
    }

    private JsonObject Start(CognitoCall call)
    {
        var pool = directory.PoolOf(call.Fields);
        var job = JobOf(call);
        var id = (string)job["JobId"]!;
        if ((string?)job["Status"] != "Created")
        {
            throw new CognitoException("PreconditionNotMetException", $"The job is {job["Status"]}, not Created.");
        }

        if (!File.Exists(FileOf(id)))
        {
            throw new CognitoException("PreconditionNotMetException", "No file was uploaded: PUT it to the job's PreSignedUrl.");
        }

        if (pool.AutoVerifiedAttributes.IsEmpty)
        {
            throw new CognitoException("PreconditionNotMetException", "The user pool must auto-verify an attribute before users can be imported.");
        }

        job["StartDate"] = WireJson.Time(time.GetUtcNow());
        job["Status"] = "Pending";
        Save(job);
        running[id] = Task.Run(() => Run(pool, id));
        return Shown(job);
    }

    private JsonObject Stop(CognitoCall call)
    {
        var job = JobOf(call);
        if ((string?)job["Status"] is not ("Created" or "Pending" or "InProgress"))
        {
            throw new CognitoException("PreconditionNotMetException", $"The job is {job["Status"]}.");
        }

        job["Status"] = (string?)job["Status"] == "Created" ? "Stopped" : "Stopping";
        Save(job);
        return Shown(job);
    }

    private void Run(UserPool pool, string id)
    {
        using var log = new StreamWriter(Path.Combine(folder, $"{id}.log"));
        try
        {
            var counts = import.Run(pool, File.ReadLines(FileOf(id)), progress => Report(pool.Id, id, progress), log.WriteLine);
            var stopped = isStopping || (string?)Job(pool.Id, id)["Status"] == "Stopping";
            Finish(
                pool.Id, id, stopped ? "Stopped" : "Succeeded",
                stopped ? "The user import job has been stopped."
                    : counts.Failed + counts.Skipped == 0 ? "Import Job Completed Successfully."
                    : "Import Job Completed; its log says which lines did not come in.");
        }
        catch (CognitoException e)
        {
            Finish(pool.Id, id, "Failed", e.Message);
        }
        catch (IOException e)
        {
            Finish(pool.Id, id, "Failed", $"The file cannot be read: {e.Message}");
        }
        finally
        {
            File.Delete(FileOf(id));
        }
    }

    /// <returns>Whether to go on.</returns>
    private bool Report(string pool, string id, ImportCounts counts)
    {
        var job = Job(pool, id);
        if ((string?)job["Status"] == "Pending")
        {
            job["Status"] = "InProgress";
        }

        (job["ImportedUsers"], job["SkippedUsers"], job["FailedUsers"]) = (counts.Imported, counts.Skipped, counts.Failed);
        Save(job);
        return !isStopping && (string?)job["Status"] == "InProgress";
    }

    private void Finish(string pool, string id, string status, string message)
    {
        var job = Job(pool, id);
        job["Status"] = status;
        job["CompletionDate"] = WireJson.Time(time.GetUtcNow());
        job["CompletionMessage"] = message;
        Save(job);
    }

    private JsonObject JobOf(CognitoCall call) =>
        store.Part(directory.PoolOf(call.Fields).Id, PartKind.ImportJob, call.Fields.Required("JobId", 1, 55)) ?? throw Refusal.NotFound("User import job does not exist.");

    private JsonObject Job(string pool, string id) => store.Part(pool, PartKind.ImportJob, id)!;

    private void Save(JsonObject job) => store.SavePart((string)job["UserPoolId"]!, PartKind.ImportJob, (string)job["JobId"]!, job);

    private static JsonObject Shown(JsonObject job) => new() { ["UserImportJob"] = job.DeepClone() };
}
