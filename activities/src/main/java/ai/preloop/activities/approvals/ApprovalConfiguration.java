package ai.preloop.activities.approvals;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.DatabaseSettings;
import ai.preloop.activities.database.Leadership;
import ai.preloop.activities.notifications.Channel;
import ai.preloop.activities.secrets.RootKey;
import ai.preloop.activities.secrets.Sealer;
import ai.preloop.activities.upstream.ResultRoom;
import ai.preloop.workflows.approvals.ApprovalRows;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.temporal.client.WorkflowClient;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The parts of the approval engine, put together. */
@Configuration(proxyBeanMethods = false)
public class ApprovalConfiguration {

  @Bean
  SealedContent sealedContent(RootKey root) {
    return new SealedContent(new Sealer(root, "approvals"));
  }

  @Bean
  ApprovalTable approvalTable(SealedContent sealed) {
    return new ApprovalTable(sealed);
  }

  @Bean
  Outcomes approvalOutcomes(SealedContent sealed) {
    return new Outcomes(sealed);
  }

  @Bean
  RequiredAttributes requiredAttributes(WorkflowClient client) {
    return new RequiredAttributes(client);
  }

  @Bean
  ApprovalWorkflows approvalWorkflows(WorkflowClient client, RequiredAttributes attributes) {
    return new ApprovalWorkflows(client, attributes);
  }

  @Bean
  Approvals approvals(
      Database database,
      ApprovalTable table,
      SealedContent sealed,
      ApprovalWorkflows workflows,
      OpenLimit limit,
      RepeatWindows repeats) {
    Openings openings = new Openings(database, table, sealed, workflows, limit, repeats);
    return new Approvals(database, table, openings, workflows);
  }

  @Bean
  Decisions decisions(Database database, ApprovalTable table, ApprovalWorkflows workflows) {
    return new Decisions(database, table, workflows);
  }

  @Bean
  BatchDecisions batchDecisions(Decisions decisions) {
    return new BatchDecisions(decisions);
  }

  @Bean
  Links approvalLinks(
      Database database, ApprovalTable table, Decisions decisions, Addresses addresses) {
    return new Links(database, table, decisions, addresses);
  }

  @Bean
  LeakedLinks leakedLinks(Database database, List<Channel> channels, MeterRegistry meters) {
    return new LeakedLinks(database, channels, meters);
  }

  @Bean
  Attendance approvalAttendance(
      Database database, ApprovalTable table, ApprovalWorkflows workflows) {
    return new Attendance(database, table, workflows);
  }

  @Bean
  Passes approvalPasses(Database database, ApprovalTable table) {
    return new Passes(database, table);
  }

  @Bean
  ApprovalReading approvalReading(
      Database database,
      ApprovalTable table,
      Outcomes outcomes,
      Addresses addresses,
      ResultRoom room) {
    return new ApprovalReading(database, table, outcomes, addresses, room);
  }

  @Bean
  ApprovalRowsActivity approvalRowsActivity(
      Database database, ApprovalTable table, List<Channel> channels) {
    return new ApprovalRowsActivity(database, table, channels);
  }

  @Bean
  ApprovedCallsActivity approvedCallsActivity(
      Database database,
      ApprovalTable table,
      ApprovalRows rows,
      Outcomes outcomes,
      ApprovedCallTarget target,
      ApprovalWorkflows workflows) {
    return new ApprovedCallsActivity(database, table, rows, outcomes, target, workflows);
  }

  @Bean
  ApprovalNoticesActivity approvalNoticesActivity(
      Database database, ApprovalTable table, List<Channel> channels, Addresses addresses) {
    return new ApprovalNoticesActivity(database, table, channels, addresses);
  }

  @Bean
  Reconciler approvalReconciler(
      Database database,
      DatabaseSettings settings,
      ApprovalTable table,
      ApprovalWorkflows workflows) {
    return new Reconciler(database, new Leadership(settings, Reconciler.LOCK), table, workflows);
  }

  @Bean
  MeterBinder undrivenApprovals(Reconciler reconciler) {
    return meters -> meters.gauge("preloop.approvals.undriven", reconciler, Reconciler::undriven);
  }
}
