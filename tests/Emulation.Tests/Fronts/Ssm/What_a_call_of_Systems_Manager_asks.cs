using Emulation.Calls;
using Emulation.Fronts.Ssm;
using Emulation.Tests.Upstreams;

namespace Emulation.Tests.Fronts.Ssm;

/// <summary>Service Authorization Reference, "Actions, resources, and condition keys for AWS Systems Manager".</summary>
public sealed class What_a_call_of_Systems_Manager_asks : IDisposable
{
    private readonly AskedCall call = new();

    public void Dispose() => call.Dispose();

    public static TheoryData<string, string, string[]> Operations => new()
    {
        { "AddTagsToResource", """{"ResourceType":"Parameter","ResourceId":"/app/db","Tags":[{"Key":"x","Value":"1"}]}""", ["ssm:AddTagsToResource arn:aws:ssm:us-east-1:111122223333:parameter/app/db aws:RequestTag/x=1 aws:TagKeys=x"] },
        { "AssociateOpsItemRelatedItem", """{"OpsItemId":"oi-1"}""", ["ssm:AssociateOpsItemRelatedItem arn:aws:ssm:us-east-1:111122223333:opsitem/oi-1"] },
        { "CancelCommand", """{}""", ["ssm:CancelCommand *"] },
        { "CancelMaintenanceWindowExecution", """{"WindowExecutionId":"e"}""", ["ssm:CancelMaintenanceWindowExecution one of arn:aws:ssm:us-east-1:111122223333:maintenancewindow/{id}"] },
        { "CreateActivation", """{"IamRole":"service-role/node"}""", ["ssm:CreateActivation *", "iam:PassRole arn:aws:iam::111122223333:role/service-role/node iam:PassedToService=ssm.amazonaws.com"] },
        { "CreateAssociation", """{"Name":"AWS-RunPatchBaseline","InstanceId":"mi-1"}""", ["ssm:CreateAssociation one of arn:aws:ssm:us-east-1:111122223333:association/{id}", "ssm:CreateAssociation arn:aws:ssm:us-east-1::document/AWS-RunPatchBaseline", "ssm:CreateAssociation arn:aws:ssm:us-east-1:111122223333:managed-instance/mi-1"] },
        { "CreateAssociationBatch", """{"Entries":[{"Name":"doc","InstanceId":"i-1"},{"Name":"other","Targets":[{"Key":"tag:a","Values":["b"]}]}]}""", ["ssm:CreateAssociationBatch arn:aws:ssm:us-east-1:111122223333:document/doc", "ssm:CreateAssociationBatch arn:aws:ec2:us-east-1:111122223333:instance/i-1", "ssm:CreateAssociationBatch arn:aws:ssm:us-east-1:111122223333:document/other", "ssm:CreateAssociationBatch one of arn:aws:ec2:us-east-1:111122223333:instance/{id}"] },
        { "CreateDocument", """{"Name":"doc","Content":"{}","DocumentType":"Automation"}""", ["ssm:CreateDocument arn:aws:ssm:us-east-1:111122223333:document/doc ssm:DocumentType=Automation"] },
        { "CreateMaintenanceWindow", """{}""", ["ssm:CreateMaintenanceWindow *"] },
        { "CreateOpsItem", """{}""", ["ssm:CreateOpsItem *"] },
        { "CreateOpsMetadata", """{}""", ["ssm:CreateOpsMetadata *"] },
        { "CreatePatchBaseline", """{}""", ["ssm:CreatePatchBaseline *"] },
        { "CreateResourceDataSync", """{"SyncName":"sync"}""", ["ssm:CreateResourceDataSync arn:aws:ssm:us-east-1:111122223333:resource-data-sync/sync ssm:SyncType=SyncToDestination"] },
        { "DeleteActivation", """{}""", ["ssm:DeleteActivation *"] },
        { "DeleteAssociation", """{"Name":"doc","InstanceId":"i-1"}""", ["ssm:DeleteAssociation arn:aws:ssm:us-east-1:111122223333:document/doc", "ssm:DeleteAssociation arn:aws:ec2:us-east-1:111122223333:instance/i-1"] },
        { "DeleteDocument", """{"Name":"doc"}""", ["ssm:DeleteDocument arn:aws:ssm:us-east-1:111122223333:document/doc"] },
        { "DeleteInventory", """{}""", ["ssm:DeleteInventory *"] },
        { "DeleteMaintenanceWindow", """{"WindowId":"mw-1"}""", ["ssm:DeleteMaintenanceWindow arn:aws:ssm:us-east-1:111122223333:maintenancewindow/mw-1"] },
        { "DeleteOpsItem", """{"OpsItemId":"oi-1"}""", ["ssm:DeleteOpsItem arn:aws:ssm:us-east-1:111122223333:opsitem/oi-1"] },
        { "DeleteOpsMetadata", """{"OpsMetadataArn":"arn:aws:ssm:us-east-1:111122223333:opsmetadata/app"}""", ["ssm:DeleteOpsMetadata arn:aws:ssm:us-east-1:111122223333:opsmetadata/app"] },
        { "DeleteParameter", """{"Name":"/app/db"}""", ["ssm:DeleteParameter arn:aws:ssm:us-east-1:111122223333:parameter/app/db"] },
        { "DeleteParameters", """{"Names":["/app/db","x"]}""", ["ssm:DeleteParameters arn:aws:ssm:us-east-1:111122223333:parameter/app/db", "ssm:DeleteParameters arn:aws:ssm:us-east-1:111122223333:parameter/x"] },
        { "DeletePatchBaseline", """{"BaselineId":"pb-1"}""", ["ssm:DeletePatchBaseline arn:aws:ssm:us-east-1:111122223333:patchbaseline/pb-1"] },
        { "DeleteResourceDataSync", """{"SyncName":"sync"}""", ["ssm:DeleteResourceDataSync arn:aws:ssm:us-east-1:111122223333:resource-data-sync/sync"] },
        { "DeleteResourcePolicy", """{"ResourceArn":"arn:aws:ssm:us-east-1:111122223333:parameter/app/db","PolicyId":"p","PolicyHash":"h"}""", ["ssm:DeleteResourcePolicy arn:aws:ssm:us-east-1:111122223333:parameter/app/db"] },
        { "DeregisterManagedInstance", """{"InstanceId":"mi-1"}""", ["ssm:DeregisterManagedInstance arn:aws:ssm:us-east-1:111122223333:managed-instance/mi-1"] },
        { "DeregisterPatchBaselineForPatchGroup", """{"BaselineId":"pb-1"}""", ["ssm:DeregisterPatchBaselineForPatchGroup arn:aws:ssm:us-east-1:111122223333:patchbaseline/pb-1"] },
        { "DeregisterTargetFromMaintenanceWindow", """{"WindowId":"mw-1","WindowTargetId":"wt-1"}""", ["ssm:DeregisterTargetFromMaintenanceWindow arn:aws:ssm:us-east-1:111122223333:maintenancewindow/mw-1", "ssm:DeregisterTargetFromMaintenanceWindow arn:aws:ssm:us-east-1:111122223333:windowtarget/wt-1"] },
        { "DeregisterTaskFromMaintenanceWindow", """{"WindowId":"mw-1","WindowTaskId":"wk-1"}""", ["ssm:DeregisterTaskFromMaintenanceWindow arn:aws:ssm:us-east-1:111122223333:maintenancewindow/mw-1", "ssm:DeregisterTaskFromMaintenanceWindow arn:aws:ssm:us-east-1:111122223333:windowtask/wk-1"] },
        { "DescribeActivations", """{}""", ["ssm:DescribeActivations arn:aws:ssm:us-east-1:111122223333:*"] },
        { "DescribeAssociation", """{"AssociationId":"as-1"}""", ["ssm:DescribeAssociation arn:aws:ssm:us-east-1:111122223333:association/as-1"] },
        { "DescribeAssociationExecutionTargets", """{"AssociationId":"as-1"}""", ["ssm:DescribeAssociationExecutionTargets arn:aws:ssm:us-east-1:111122223333:association/as-1"] },
        { "DescribeAssociationExecutions", """{"AssociationId":"as-1"}""", ["ssm:DescribeAssociationExecutions arn:aws:ssm:us-east-1:111122223333:association/as-1"] },
        { "DescribeAutomationExecutions", """{}""", ["ssm:DescribeAutomationExecutions arn:aws:ssm:us-east-1:111122223333:*"] },
        { "DescribeAutomationStepExecutions", """{"AutomationExecutionId":"ae-1"}""", ["ssm:DescribeAutomationStepExecutions arn:aws:ssm:us-east-1:111122223333:automation-execution/ae-1"] },
        { "DescribeAvailablePatches", """{}""", ["ssm:DescribeAvailablePatches arn:aws:ssm:us-east-1:111122223333:*"] },
        { "DescribeDocument", """{"Name":"doc"}""", ["ssm:DescribeDocument arn:aws:ssm:us-east-1:111122223333:document/doc"] },
        { "DescribeDocumentPermission", """{"Name":"doc"}""", ["ssm:DescribeDocumentPermission arn:aws:ssm:us-east-1:111122223333:document/doc"] },
        { "DescribeEffectiveInstanceAssociations", """{"InstanceId":"i-1"}""", ["ssm:DescribeEffectiveInstanceAssociations arn:aws:ec2:us-east-1:111122223333:instance/i-1"] },
        { "DescribeEffectivePatchesForPatchBaseline", """{"BaselineId":"pb-1"}""", ["ssm:DescribeEffectivePatchesForPatchBaseline arn:aws:ssm:us-east-1:111122223333:patchbaseline/pb-1"] },
        { "DescribeInstanceAssociationsStatus", """{"InstanceId":"i-1"}""", ["ssm:DescribeInstanceAssociationsStatus arn:aws:ec2:us-east-1:111122223333:instance/i-1"] },
        { "DescribeInstanceInformation", """{}""", ["ssm:DescribeInstanceInformation arn:aws:ssm:us-east-1:111122223333:*"] },
        { "DescribeInstancePatchStates", """{"InstanceIds":["i-1","mi-1"]}""", ["ssm:DescribeInstancePatchStates arn:aws:ec2:us-east-1:111122223333:instance/i-1", "ssm:DescribeInstancePatchStates arn:aws:ssm:us-east-1:111122223333:managed-instance/mi-1"] },
        { "DescribeInstancePatchStatesForPatchGroup", """{}""", ["ssm:DescribeInstancePatchStatesForPatchGroup arn:aws:ssm:us-east-1:111122223333:*"] },
        { "DescribeInstancePatches", """{"InstanceId":"i-1"}""", ["ssm:DescribeInstancePatches arn:aws:ec2:us-east-1:111122223333:instance/i-1"] },
        { "DescribeInstanceProperties", """{}""", ["ssm:DescribeInstanceProperties arn:aws:ssm:us-east-1:111122223333:*"] },
        { "DescribeInventoryDeletions", """{}""", ["ssm:DescribeInventoryDeletions arn:aws:ssm:us-east-1:111122223333:*"] },
        { "DescribeMaintenanceWindowExecutionTaskInvocations", """{}""", ["ssm:DescribeMaintenanceWindowExecutionTaskInvocations arn:aws:ssm:us-east-1:111122223333:*"] },
        { "DescribeMaintenanceWindowExecutionTasks", """{}""", ["ssm:DescribeMaintenanceWindowExecutionTasks arn:aws:ssm:us-east-1:111122223333:*"] },
        { "DescribeMaintenanceWindowExecutions", """{"WindowId":"mw-1"}""", ["ssm:DescribeMaintenanceWindowExecutions arn:aws:ssm:us-east-1:111122223333:maintenancewindow/mw-1"] },
        { "DescribeMaintenanceWindowSchedule", """{}""", ["ssm:DescribeMaintenanceWindowSchedule arn:aws:ssm:us-east-1:111122223333:*"] },
        { "DescribeMaintenanceWindowTargets", """{"WindowId":"mw-1"}""", ["ssm:DescribeMaintenanceWindowTargets arn:aws:ssm:us-east-1:111122223333:maintenancewindow/mw-1"] },
        { "DescribeMaintenanceWindowTasks", """{"WindowId":"mw-1"}""", ["ssm:DescribeMaintenanceWindowTasks arn:aws:ssm:us-east-1:111122223333:maintenancewindow/mw-1"] },
        { "DescribeMaintenanceWindows", """{}""", ["ssm:DescribeMaintenanceWindows arn:aws:ssm:us-east-1:111122223333:*"] },
        { "DescribeMaintenanceWindowsForTarget", """{}""", ["ssm:DescribeMaintenanceWindowsForTarget arn:aws:ssm:us-east-1:111122223333:*"] },
        { "DescribeOpsItems", """{}""", ["ssm:DescribeOpsItems arn:aws:ssm:us-east-1:111122223333:*"] },
        { "DescribeParameters", """{}""", ["ssm:DescribeParameters arn:aws:ssm:us-east-1:111122223333:*"] },
        { "DescribePatchBaselines", """{}""", ["ssm:DescribePatchBaselines arn:aws:ssm:us-east-1:111122223333:*"] },
        { "DescribePatchGroupState", """{}""", ["ssm:DescribePatchGroupState arn:aws:ssm:us-east-1:111122223333:*"] },
        { "DescribePatchGroups", """{}""", ["ssm:DescribePatchGroups arn:aws:ssm:us-east-1:111122223333:*"] },
        { "DescribePatchProperties", """{}""", ["ssm:DescribePatchProperties arn:aws:ssm:us-east-1:111122223333:*"] },
        { "DescribeSessions", """{}""", ["ssm:DescribeSessions arn:aws:ssm:us-east-1:111122223333:*"] },
        { "DisassociateOpsItemRelatedItem", """{"OpsItemId":"oi-1","AssociationId":"as-1"}""", ["ssm:DisassociateOpsItemRelatedItem arn:aws:ssm:us-east-1:111122223333:opsitem/oi-1"] },
        { "GetAccessToken", """{"AccessRequestId":"oi-2"}""", ["ssm:GetAccessToken arn:aws:ssm:us-east-1:111122223333:opsitem/oi-2"] },
        { "GetAutomationExecution", """{"AutomationExecutionId":"ae-1"}""", ["ssm:GetAutomationExecution arn:aws:ssm:us-east-1:111122223333:automation-execution/ae-1"] },
        { "GetCalendarState", """{"CalendarNames":["doc","arn:aws:ssm:us-east-1:111122223333:document/other"]}""", ["ssm:GetCalendarState arn:aws:ssm:us-east-1:111122223333:document/doc", "ssm:GetCalendarState arn:aws:ssm:us-east-1:111122223333:document/other"] },
        { "GetCommandInvocation", """{}""", ["ssm:GetCommandInvocation *"] },
        { "GetConnectionStatus", """{"Target":"ecs:c_t_r"}""", ["ssm:GetConnectionStatus arn:aws:ecs:us-east-1:111122223333:task/c/t"] },
        { "GetDefaultPatchBaseline", """{}""", ["ssm:GetDefaultPatchBaseline one of arn:aws:ssm:us-east-1:111122223333:patchbaseline/{id}"] },
        { "GetDeployablePatchSnapshotForInstance", """{}""", ["ssm:GetDeployablePatchSnapshotForInstance *"] },
        { "GetDocument", """{"Name":"doc"}""", ["ssm:GetDocument arn:aws:ssm:us-east-1:111122223333:document/doc"] },
        { "GetExecutionPreview", """{}""", ["ssm:GetExecutionPreview *"] },
        { "GetInventory", """{}""", ["ssm:GetInventory *"] },
        { "GetInventorySchema", """{}""", ["ssm:GetInventorySchema *"] },
        { "GetMaintenanceWindow", """{"WindowId":"mw-1"}""", ["ssm:GetMaintenanceWindow arn:aws:ssm:us-east-1:111122223333:maintenancewindow/mw-1"] },
        { "GetMaintenanceWindowExecution", """{}""", ["ssm:GetMaintenanceWindowExecution *"] },
        { "GetMaintenanceWindowExecutionTask", """{}""", ["ssm:GetMaintenanceWindowExecutionTask *"] },
        { "GetMaintenanceWindowExecutionTaskInvocation", """{}""", ["ssm:GetMaintenanceWindowExecutionTaskInvocation *"] },
        { "GetMaintenanceWindowTask", """{"WindowId":"mw-1","WindowTaskId":"wk-1"}""", ["ssm:GetMaintenanceWindowTask arn:aws:ssm:us-east-1:111122223333:maintenancewindow/mw-1"] },
        { "GetOpsItem", """{"OpsItemId":"oi-1"}""", ["ssm:GetOpsItem arn:aws:ssm:us-east-1:111122223333:opsitem/oi-1"] },
        { "GetOpsMetadata", """{"OpsMetadataArn":"arn:aws:ssm:us-east-1:111122223333:opsmetadata/app"}""", ["ssm:GetOpsMetadata arn:aws:ssm:us-east-1:111122223333:opsmetadata/app"] },
        { "GetOpsSummary", """{}""", ["ssm:GetOpsSummary one of arn:aws:ssm:us-east-1:111122223333:resource-data-sync/{id}"] },
        { "GetParameter", """{"Name":"/app/db:3"}""", ["ssm:GetParameter arn:aws:ssm:us-east-1:111122223333:parameter/app/db"] },
        { "GetParameterHistory", """{"Name":"/app/db"}""", ["ssm:GetParameterHistory arn:aws:ssm:us-east-1:111122223333:parameter/app/db"] },
        { "GetParameters", """{"Names":["/app/db:label","x","/app/db"]}""", ["ssm:GetParameters arn:aws:ssm:us-east-1:111122223333:parameter/app/db", "ssm:GetParameters arn:aws:ssm:us-east-1:111122223333:parameter/x"] },
        { "GetParametersByPath", """{"Path":"/app/","Recursive":true}""", ["ssm:GetParametersByPath arn:aws:ssm:us-east-1:111122223333:parameter/app ssm:Recursive=true"] },
        { "GetPatchBaseline", """{"BaselineId":"pb-1"}""", ["ssm:GetPatchBaseline arn:aws:ssm:us-east-1:111122223333:patchbaseline/pb-1"] },
        { "GetPatchBaselineForPatchGroup", """{}""", ["ssm:GetPatchBaselineForPatchGroup *"] },
        { "GetResourcePolicies", """{"ResourceArn":"arn:aws:ssm:us-east-1:111122223333:parameter/app/db"}""", ["ssm:GetResourcePolicies arn:aws:ssm:us-east-1:111122223333:parameter/app/db"] },
        { "GetServiceSetting", """{"SettingId":"/ssm/x/y"}""", ["ssm:GetServiceSetting arn:aws:ssm:us-east-1:111122223333:servicesetting/ssm/x/y"] },
        { "LabelParameterVersion", """{"Name":"/app/db","Labels":["a"]}""", ["ssm:LabelParameterVersion arn:aws:ssm:us-east-1:111122223333:parameter/app/db"] },
        { "ListAssociationVersions", """{"AssociationId":"as-1"}""", ["ssm:ListAssociationVersions arn:aws:ssm:us-east-1:111122223333:association/as-1"] },
        { "ListAssociations", """{}""", ["ssm:ListAssociations *"] },
        { "ListCommandInvocations", """{}""", ["ssm:ListCommandInvocations *"] },
        { "ListCommands", """{}""", ["ssm:ListCommands *"] },
        { "ListComplianceItems", """{}""", ["ssm:ListComplianceItems *"] },
        { "ListComplianceSummaries", """{}""", ["ssm:ListComplianceSummaries *"] },
        { "ListDocumentMetadataHistory", """{"Name":"doc"}""", ["ssm:ListDocumentMetadataHistory arn:aws:ssm:us-east-1:111122223333:document/doc"] },
        { "ListDocumentVersions", """{"Name":"doc"}""", ["ssm:ListDocumentVersions arn:aws:ssm:us-east-1:111122223333:document/doc"] },
        { "ListDocuments", """{}""", ["ssm:ListDocuments *"] },
        { "ListInventoryEntries", """{}""", ["ssm:ListInventoryEntries *"] },
        { "ListNodes", """{"SyncName":"sync"}""", ["ssm:ListNodes arn:aws:ssm:us-east-1:111122223333:resource-data-sync/sync"] },
        { "ListNodesSummary", """{"SyncName":"sync","Aggregators":[]}""", ["ssm:ListNodesSummary arn:aws:ssm:us-east-1:111122223333:resource-data-sync/sync"] },
        { "ListOpsItemEvents", """{}""", ["ssm:ListOpsItemEvents *"] },
        { "ListOpsItemRelatedItems", """{}""", ["ssm:ListOpsItemRelatedItems *"] },
        { "ListOpsMetadata", """{}""", ["ssm:ListOpsMetadata *"] },
        { "ListResourceComplianceSummaries", """{}""", ["ssm:ListResourceComplianceSummaries *"] },
        { "ListResourceDataSync", """{}""", ["ssm:ListResourceDataSync *"] },
        { "ListTagsForResource", """{"ResourceType":"ManagedInstance","ResourceId":"mi-1"}""", ["ssm:ListTagsForResource arn:aws:ssm:us-east-1:111122223333:managed-instance/mi-1"] },
        { "ModifyDocumentPermission", """{"Name":"doc"}""", ["ssm:ModifyDocumentPermission arn:aws:ssm:us-east-1:111122223333:document/doc"] },
        { "PutComplianceItems", """{"ResourceId":"i-1","ResourceType":"ManagedInstance"}""", ["ssm:PutComplianceItems arn:aws:ec2:us-east-1:111122223333:instance/i-1"] },
        { "PutInventory", """{"InstanceId":"i-1","Items":[{"TypeName":"AWS:Application"},{"TypeName":"Custom:A"}]}""", ["ssm:PutInventory * ssm:InventoryTypeName=AWS:Application,Custom:A"] },
        { "PutParameter", """{"Name":"/app/db","Value":"v","Overwrite":true}""", ["ssm:PutParameter arn:aws:ssm:us-east-1:111122223333:parameter/app/db ssm:Overwrite=true"] },
        { "PutResourcePolicy", """{"ResourceArn":"arn:aws:ssm:us-east-1:111122223333:parameter/app/db","Policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"444455556666\"},\"Action\":\"ssm:GetParameter\",\"Resource\":\"*\"}]}"}""", ["ssm:PutResourcePolicy arn:aws:ssm:us-east-1:111122223333:parameter/app/db"] },
        { "RegisterDefaultPatchBaseline", """{"BaselineId":"pb-1"}""", ["ssm:RegisterDefaultPatchBaseline arn:aws:ssm:us-east-1:111122223333:patchbaseline/pb-1"] },
        { "RegisterPatchBaselineForPatchGroup", """{"BaselineId":"pb-1"}""", ["ssm:RegisterPatchBaselineForPatchGroup arn:aws:ssm:us-east-1:111122223333:patchbaseline/pb-1"] },
        { "RegisterTargetWithMaintenanceWindow", """{"WindowId":"mw-1"}""", ["ssm:RegisterTargetWithMaintenanceWindow arn:aws:ssm:us-east-1:111122223333:maintenancewindow/mw-1"] },
        { "RegisterTaskWithMaintenanceWindow", """{"WindowId":"mw-1","TaskArn":"doc","TaskType":"RUN_COMMAND","ServiceRoleArn":"arn:aws:iam::111122223333:role/task","TaskInvocationParameters":{"RunCommand":{"ServiceRoleArn":"arn:aws:iam::111122223333:role/notify"}}}""", ["ssm:RegisterTaskWithMaintenanceWindow arn:aws:ssm:us-east-1:111122223333:maintenancewindow/mw-1", "iam:PassRole arn:aws:iam::111122223333:role/task iam:PassedToService=ssm.amazonaws.com", "iam:PassRole arn:aws:iam::111122223333:role/notify iam:PassedToService=ssm.amazonaws.com"] },
        { "RemoveTagsFromResource", """{"ResourceType":"Document","ResourceId":"doc","TagKeys":["x"]}""", ["ssm:RemoveTagsFromResource arn:aws:ssm:us-east-1:111122223333:document/doc aws:TagKeys=x"] },
        { "ResetServiceSetting", """{"SettingId":"/ssm/x/y"}""", ["ssm:ResetServiceSetting arn:aws:ssm:us-east-1:111122223333:servicesetting/ssm/x/y"] },
        { "ResumeSession", """{"SessionId":"s-1"}""", ["ssm:ResumeSession arn:aws:ssm:us-east-1:111122223333:session/s-1"] },
        { "SendAutomationSignal", """{"AutomationExecutionId":"ae-1"}""", ["ssm:SendAutomationSignal arn:aws:ssm:us-east-1:111122223333:automation-execution/ae-1"] },
        { "SendCommand", """{"DocumentName":"AWS-RunShellScript","InstanceIds":["i-1"],"OutputS3BucketName":"out","ServiceRoleArn":"arn:aws:iam::111122223333:role/notify"}""", ["ssm:SendCommand arn:aws:ssm:us-east-1::document/AWS-RunShellScript", "ssm:SendCommand arn:aws:ec2:us-east-1:111122223333:instance/i-1", "ssm:SendCommand arn:aws:s3:::out", "iam:PassRole arn:aws:iam::111122223333:role/notify iam:PassedToService=ssm.amazonaws.com"] },
        { "StartAccessRequest", """{"Reason":"r","Targets":[{"Key":"InstanceIds","Values":["i-1"]}],"Tags":[{"Key":"x","Value":"1"}]}""", ["ssm:StartAccessRequest arn:aws:ec2:us-east-1:111122223333:instance/i-1 aws:RequestTag/x=1 aws:TagKeys=x", "ssm:AddTagsToResource one of arn:aws:ssm:us-east-1:111122223333:opsitem/{id} aws:RequestTag/x=1 aws:TagKeys=x"] },
        { "StartAssociationsOnce", """{"AssociationIds":["as-1","as-2"]}""", ["ssm:StartAssociationsOnce arn:aws:ssm:us-east-1:111122223333:association/as-1", "ssm:StartAssociationsOnce arn:aws:ssm:us-east-1:111122223333:association/as-2"] },
        { "StartAutomationExecution", """{"DocumentName":"doc","Parameters":{"AutomationAssumeRole":["arn:aws:iam::111122223333:role/auto"]}}""", ["ssm:StartAutomationExecution arn:aws:ssm:us-east-1:111122223333:document/doc", "ssm:StartAutomationExecution one of arn:aws:ssm:us-east-1:111122223333:automation-execution/{id}", "iam:PassRole arn:aws:iam::111122223333:role/auto iam:PassedToService=ssm.amazonaws.com"] },
        { "StartChangeRequestExecution", """{"DocumentName":"doc","Runbooks":[{"DocumentName":"r","Parameters":{"AutomationAssumeRole":["arn:aws:iam::111122223333:role/auto"]}}],"AutoApprove":true}""", ["ssm:StartChangeRequestExecution arn:aws:ssm:us-east-1:111122223333:document/doc ssm:AutoApprove=true", "ssm:StartChangeRequestExecution one of arn:aws:ssm:us-east-1:111122223333:automation-execution/{id} ssm:AutoApprove=true", "iam:PassRole arn:aws:iam::111122223333:role/auto iam:PassedToService=ssm.amazonaws.com"] },
        { "StartExecutionPreview", """{}""", ["ssm:StartExecutionPreview *"] },
        { "StartSession", """{"Target":"i-1","DocumentName":"AWS-StartSSHSession"}""", ["ssm:StartSession arn:aws:ec2:us-east-1:111122223333:instance/i-1", "ssm:StartSession arn:aws:ssm:us-east-1::document/AWS-StartSSHSession"] },
        { "StopAutomationExecution", """{"AutomationExecutionId":"ae-1"}""", ["ssm:StopAutomationExecution arn:aws:ssm:us-east-1:111122223333:automation-execution/ae-1"] },
        { "TerminateSession", """{"SessionId":"s-1"}""", ["ssm:TerminateSession arn:aws:ssm:us-east-1:111122223333:session/s-1"] },
        { "UnlabelParameterVersion", """{"Name":"/app/db","ParameterVersion":1,"Labels":["a"]}""", ["ssm:UnlabelParameterVersion arn:aws:ssm:us-east-1:111122223333:parameter/app/db"] },
        { "UpdateAssociation", """{"AssociationId":"as-1"}""", ["ssm:UpdateAssociation arn:aws:ssm:us-east-1:111122223333:association/as-1"] },
        { "UpdateAssociationStatus", """{"Name":"doc","InstanceId":"i-1","AssociationStatus":{}}""", ["ssm:UpdateAssociationStatus arn:aws:ssm:us-east-1:111122223333:document/doc", "ssm:UpdateAssociationStatus arn:aws:ec2:us-east-1:111122223333:instance/i-1"] },
        { "UpdateDocument", """{"Name":"doc"}""", ["ssm:UpdateDocument arn:aws:ssm:us-east-1:111122223333:document/doc"] },
        { "UpdateDocumentDefaultVersion", """{"Name":"doc"}""", ["ssm:UpdateDocumentDefaultVersion arn:aws:ssm:us-east-1:111122223333:document/doc"] },
        { "UpdateDocumentMetadata", """{"Name":"doc"}""", ["ssm:UpdateDocumentMetadata arn:aws:ssm:us-east-1:111122223333:document/doc"] },
        { "UpdateMaintenanceWindow", """{"WindowId":"mw-1"}""", ["ssm:UpdateMaintenanceWindow arn:aws:ssm:us-east-1:111122223333:maintenancewindow/mw-1"] },
        { "UpdateMaintenanceWindowTarget", """{"WindowId":"mw-1","WindowTargetId":"wt-1"}""", ["ssm:UpdateMaintenanceWindowTarget arn:aws:ssm:us-east-1:111122223333:maintenancewindow/mw-1", "ssm:UpdateMaintenanceWindowTarget arn:aws:ssm:us-east-1:111122223333:windowtarget/wt-1"] },
        { "UpdateMaintenanceWindowTask", """{"WindowId":"mw-1","WindowTaskId":"wk-1"}""", ["ssm:UpdateMaintenanceWindowTask arn:aws:ssm:us-east-1:111122223333:maintenancewindow/mw-1", "ssm:UpdateMaintenanceWindowTask arn:aws:ssm:us-east-1:111122223333:windowtask/wk-1"] },
        { "UpdateManagedInstanceRole", """{"InstanceId":"mi-1","IamRole":"node"}""", ["ssm:UpdateManagedInstanceRole arn:aws:ssm:us-east-1:111122223333:managed-instance/mi-1", "iam:PassRole arn:aws:iam::111122223333:role/node iam:PassedToService=ssm.amazonaws.com"] },
        { "UpdateOpsItem", """{"OpsItemId":"oi-1"}""", ["ssm:UpdateOpsItem arn:aws:ssm:us-east-1:111122223333:opsitem/oi-1"] },
        { "UpdateOpsMetadata", """{"OpsMetadataArn":"arn:aws:ssm:us-east-1:111122223333:opsmetadata/app"}""", ["ssm:UpdateOpsMetadata arn:aws:ssm:us-east-1:111122223333:opsmetadata/app"] },
        { "UpdatePatchBaseline", """{"BaselineId":"pb-1"}""", ["ssm:UpdatePatchBaseline arn:aws:ssm:us-east-1:111122223333:patchbaseline/pb-1"] },
        { "UpdateResourceDataSync", """{"SyncName":"sync","SyncType":"SyncFromSource"}""", ["ssm:UpdateResourceDataSync arn:aws:ssm:us-east-1:111122223333:resource-data-sync/sync ssm:SyncType=SyncFromSource"] },
        { "UpdateServiceSetting", """{"SettingId":"/ssm/managed-instance/default-ec2-instance-management-role","SettingValue":"service-role/d"}""", ["ssm:UpdateServiceSetting arn:aws:ssm:us-east-1:111122223333:servicesetting/ssm/managed-instance/default-ec2-instance-management-role", "iam:PassRole arn:aws:iam::111122223333:role/service-role/d iam:PassedToService=ssm.amazonaws.com"] },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Is_each_operation_on_what_it_names(string operation, string members, string[] asked) => Assert.Equal(asked, await call.AsksAsync(new SsmService(), operation, members));

    [Fact]
    public void Is_known_of_every_operation() => Assert.Equal(
        new SsmService().Operations.Order(StringComparer.Ordinal), Operations.Select(static row => row.Data.Item1).Order(StringComparer.Ordinal));

    /// <summary>A parameter's ARN has no leading slash; AWS's own belong to no account. A version or a label does not count.</summary>
    [Theory]
    [InlineData("/app/db", "111122223333:parameter/app/db")]
    [InlineData("db", "111122223333:parameter/db")]
    [InlineData("/app/db:7", "111122223333:parameter/app/db")]
    [InlineData("/app/db:label", "111122223333:parameter/app/db")]
    [InlineData("arn:aws:ssm:us-east-1:111122223333:parameter/app/db:7", "111122223333:parameter/app/db")]
    [InlineData("arn:aws:ssm:us-east-1:444455556666:parameter/app/db", "444455556666:parameter/app/db")]
    [InlineData("/aws/service/ami-amazon-linux-latest/x", ":parameter/aws/service/ami-amazon-linux-latest/x")]
    [InlineData("*", null)]
    [InlineData("/", null)]
    [InlineData("//app/db", null)]
    [InlineData("/app//db", null)]
    [InlineData("/app/db/", null)]
    [InlineData("/app/db:1:2", null)]
    [InlineData("/app/d b", null)]
    [InlineData("arn:aws:ssm:eu-west-1:111122223333:parameter/app/db", null)]
    [InlineData("arn:aws:ssm:us-east-1:111122223333:document/app", null)]
    [InlineData("/aws/reference/secretsmanager/partner", null)]
    [InlineData("arn:aws:ssm:us-east-1:111122223333:parameter/aws/reference/secretsmanager/partner", null)]
    public async Task Is_the_parameter_of_a_name(string name, string? arn)
    {
        var asked = call.AsksAsync(new SsmService(), "GetParameter", $$"""{"Name":"{{name}}"}""");
        if (arn is null)
        {
            await Assert.ThrowsAsync<RefusedException>(() => asked);
        }
        else
        {
            Assert.Equal([$"ssm:GetParameter arn:aws:ssm:us-east-1:{arn}"], await asked);
        }
    }

    /// <summary>Only where parameters are read a version may follow.</summary>
    [Theory]
    [InlineData("DeleteParameter")]
    [InlineData("PutParameter")]
    [InlineData("GetParameterHistory")]
    public async Task Is_no_version_of_a_parameter_where_none_is_read(string operation) =>
        await Assert.ThrowsAsync<RefusedException>(() => call.AsksAsync(new SsmService(), operation, """{"Name":"/app/db:1"}"""));

    /// <summary>The path itself, and not what is below it.</summary>
    [Theory]
    [InlineData("/", "111122223333:parameter/")]
    [InlineData("/app", "111122223333:parameter/app")]
    [InlineData("/app/", "111122223333:parameter/app")]
    [InlineData("/aws/service/list", ":parameter/aws/service/list")]
    [InlineData("app", null)]
    [InlineData("/app//", null)]
    [InlineData("/app/*", null)]
    public async Task Is_the_path_of_many_parameters(string path, string? arn)
    {
        var asked = call.AsksAsync(new SsmService(), "GetParametersByPath", $$"""{"Path":"{{path}}"}""");
        if (arn is null)
        {
            await Assert.ThrowsAsync<RefusedException>(() => asked);
        }
        else
        {
            Assert.Equal([$"ssm:GetParametersByPath arn:aws:ssm:us-east-1:{arn} ssm:Recursive=false"], await asked);
        }
    }

    [Fact]
    public async Task Is_the_tags_too_where_a_parameter_is_put_with_them() => Assert.Equal(
        [
            "ssm:PutParameter arn:aws:ssm:us-east-1:111122223333:parameter/x ssm:Overwrite=false aws:RequestTag/a=1 aws:TagKeys=a",
            "ssm:AddTagsToResource arn:aws:ssm:us-east-1:111122223333:parameter/x aws:RequestTag/a=1 aws:TagKeys=a",
        ],
        await call.AsksAsync(new SsmService(), "PutParameter", """{"Name":"x","Value":"v","Tags":[{"Key":"a","Value":"1"}]}"""));

    [Theory]
    [InlineData("SendCommand", """{"DocumentName":"doc","InstanceIds":["x-1"]}""")]
    [InlineData("SendCommand", """{"DocumentName":"arn:aws:ssm:us-east-1:111122223333:parameter/doc","InstanceIds":["i-1"]}""")]
    [InlineData("GetDocument", """{"Name":"doc*"}""")]
    [InlineData("AddTagsToResource", """{"ResourceType":"Queue","ResourceId":"q","Tags":[]}""")]
    [InlineData("GetParameters", """{"Names":["arn:aws:ssm:us-east-1:444455556666:parameter/a","b"]}""")]
    [InlineData("PutResourcePolicy", """{"ResourceArn":"arn:aws:ssm:us-east-1:444455556666:parameter/a","Policy":"{}"}""")]
    [InlineData("PutResourcePolicy", """{"ResourceArn":"arn:aws:ssm:us-east-1:111122223333:parameter/a","Policy":"{}"}""")]
    public async Task Is_nothing_for_what_cannot_be_told(string operation, string members) =>
        await Assert.ThrowsAsync<RefusedException>(() => call.AsksAsync(new SsmService(), operation, members));

    /// <summary>Machines that are found by tags or groups can be any.</summary>
    [Theory]
    [InlineData("tag:env", "prod")]
    [InlineData("resource-groups:Name", "web")]
    [InlineData("InstanceIds", "*")]
    public async Task Is_any_machine_where_tags_tell_it(string key, string value) => Assert.Contains(
        "ssm:SendCommand one of arn:aws:ec2:us-east-1:111122223333:instance/{id}",
        await call.AsksAsync(new SsmService(), "SendCommand", $$"""{"DocumentName":"doc","Targets":[{"Key":"{{key}}","Values":["{{value}}"]}]}"""));
}
