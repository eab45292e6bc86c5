using System.Collections.Frozen;

namespace Emulation.Fronts.Ssm;

/// <summary>
/// What the operations of Systems Manager beside Parameter Store are asked on: kinds of things with the member that names them. <c>Member?</c> may be missing, <c>?</c> is told by
/// no member. Without anything an operation is of no resource. Service Authorization Reference, "Actions defined by AWS Systems Manager".
/// </summary>
internal static class SystemsOperations
{
    private const string Table = """
        AssociateOpsItemRelatedItem opsitem OpsItemId
        CancelCommand
        CancelMaintenanceWindowExecution maintenancewindow ?
        CreateActivation
        CreateAssociation association ? document Name node InstanceId? node Targets?
        CreateDocument document Name
        CreateMaintenanceWindow
        CreateOpsItem
        CreateOpsMetadata
        CreatePatchBaseline
        CreateResourceDataSync resource-data-sync SyncName
        DeleteActivation
        DeleteAssociation association AssociationId? document Name? node InstanceId?
        DeleteDocument document Name
        DeleteInventory
        DeleteMaintenanceWindow maintenancewindow WindowId
        DeleteOpsItem opsitem OpsItemId
        DeleteOpsMetadata opsmetadata OpsMetadataArn
        DeletePatchBaseline patchbaseline BaselineId
        DeleteResourceDataSync resource-data-sync SyncName
        DeregisterManagedInstance managed-instance InstanceId
        DeregisterPatchBaselineForPatchGroup patchbaseline BaselineId
        DeregisterTargetFromMaintenanceWindow maintenancewindow WindowId windowtarget WindowTargetId
        DeregisterTaskFromMaintenanceWindow maintenancewindow WindowId windowtask WindowTaskId
        DescribeActivations
        DescribeAssociation association AssociationId? document Name? node InstanceId?
        DescribeAssociationExecutionTargets association AssociationId
        DescribeAssociationExecutions association AssociationId
        DescribeAutomationExecutions
        DescribeAutomationStepExecutions automation-execution AutomationExecutionId
        DescribeAvailablePatches
        DescribeDocument document Name
        DescribeDocumentPermission document Name
        DescribeEffectiveInstanceAssociations node InstanceId
        DescribeEffectivePatchesForPatchBaseline patchbaseline BaselineId
        DescribeInstanceAssociationsStatus node InstanceId
        DescribeInstanceInformation
        DescribeInstancePatchStates node InstanceIds
        DescribeInstancePatchStatesForPatchGroup
        DescribeInstancePatches node InstanceId
        DescribeInstanceProperties
        DescribeInventoryDeletions
        DescribeMaintenanceWindowExecutionTaskInvocations
        DescribeMaintenanceWindowExecutionTasks
        DescribeMaintenanceWindowExecutions maintenancewindow WindowId
        DescribeMaintenanceWindowSchedule
        DescribeMaintenanceWindowTargets maintenancewindow WindowId
        DescribeMaintenanceWindowTasks maintenancewindow WindowId
        DescribeMaintenanceWindows
        DescribeMaintenanceWindowsForTarget
        DescribeOpsItems
        DescribeParameters
        DescribePatchBaselines
        DescribePatchGroupState
        DescribePatchGroups
        DescribePatchProperties
        DescribeSessions
        DisassociateOpsItemRelatedItem opsitem OpsItemId
        GetAccessToken opsitem AccessRequestId
        GetAutomationExecution automation-execution AutomationExecutionId
        GetCalendarState document CalendarNames
        GetCommandInvocation
        GetConnectionStatus node Target
        GetDefaultPatchBaseline patchbaseline ?
        GetDeployablePatchSnapshotForInstance
        GetDocument document Name
        GetExecutionPreview
        GetInventory
        GetInventorySchema
        GetMaintenanceWindow maintenancewindow WindowId
        GetMaintenanceWindowExecution
        GetMaintenanceWindowExecutionTask
        GetMaintenanceWindowExecutionTaskInvocation
        GetMaintenanceWindowTask maintenancewindow WindowId
        GetOpsItem opsitem OpsItemId
        GetOpsMetadata opsmetadata OpsMetadataArn
        GetOpsSummary resource-data-sync SyncName
        GetPatchBaseline patchbaseline BaselineId
        GetPatchBaselineForPatchGroup
        GetServiceSetting servicesetting SettingId
        ListAssociationVersions association AssociationId
        ListAssociations
        ListCommandInvocations
        ListCommands
        ListComplianceItems
        ListComplianceSummaries
        ListDocumentMetadataHistory document Name
        ListDocumentVersions document Name
        ListDocuments
        ListInventoryEntries
        ListNodes resource-data-sync SyncName
        ListNodesSummary resource-data-sync SyncName
        ListOpsItemEvents
        ListOpsItemRelatedItems
        ListOpsMetadata
        ListResourceComplianceSummaries
        ListResourceDataSync
        ModifyDocumentPermission document Name
        PutComplianceItems node ResourceId
        PutInventory
        RegisterDefaultPatchBaseline patchbaseline BaselineId
        RegisterPatchBaselineForPatchGroup patchbaseline BaselineId
        RegisterTargetWithMaintenanceWindow maintenancewindow WindowId
        RegisterTaskWithMaintenanceWindow maintenancewindow WindowId
        ResetServiceSetting servicesetting SettingId
        ResumeSession session SessionId
        SendAutomationSignal automation-execution AutomationExecutionId
        SendCommand document DocumentName node InstanceIds? node Targets?
        StartAccessRequest node Targets
        StartAssociationsOnce association AssociationIds
        StartAutomationExecution document DocumentName automation-execution ?
        StartChangeRequestExecution document DocumentName automation-execution ?
        StartExecutionPreview
        StartSession node Target document DocumentName?
        StopAutomationExecution automation-execution AutomationExecutionId
        TerminateSession session SessionId
        UpdateAssociation association AssociationId document Name? node Targets?
        UpdateAssociationStatus document Name node InstanceId
        UpdateDocument document Name
        UpdateDocumentDefaultVersion document Name
        UpdateDocumentMetadata document Name
        UpdateMaintenanceWindow maintenancewindow WindowId
        UpdateMaintenanceWindowTarget maintenancewindow WindowId windowtarget WindowTargetId
        UpdateMaintenanceWindowTask maintenancewindow WindowId windowtask WindowTaskId
        UpdateManagedInstanceRole managed-instance InstanceId
        UpdateOpsItem opsitem OpsItemId
        UpdateOpsMetadata opsmetadata OpsMetadataArn
        UpdatePatchBaseline patchbaseline BaselineId
        UpdateResourceDataSync resource-data-sync SyncName
        UpdateServiceSetting servicesetting SettingId
        """;

    private static IEnumerable<string[]> Rows => Table.Split('\n').Select(static line => line.Trim().Split(' '));

    /// <summary>What each is asked on.</summary>
    public static FrozenDictionary<string, IReadOnlyList<(string Kind, string Member)>> All { get; } = Rows.ToFrozenDictionary(
        static words => words[0],
        static words => (IReadOnlyList<(string, string)>)[.. words.Skip(1).Chunk(2).Select(static pair => (pair[0], pair[1]))],
        StringComparer.Ordinal);
}
