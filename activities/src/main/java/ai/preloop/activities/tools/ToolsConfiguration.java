package ai.preloop.activities.tools;

import ai.preloop.activities.approvals.Approvals;
import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.identity.Principals;
import ai.preloop.activities.policies.ActivePolicies;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.activities.servers.UpstreamCalls;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The use cases of tool calls. */
@Configuration(proxyBeanMethods = false)
public class ToolsConfiguration {

  @Bean
  VisibleTools visibleTools(Catalogs catalogs, ActivePolicies policies) {
    return new VisibleTools(catalogs, policies);
  }

  @Bean
  ToolInventory toolInventory(Catalogs catalogs, ActivePolicies policies) {
    return new ToolInventory(catalogs, policies);
  }

  @Bean
  CallRecords callRecords(
      Audit audit,
      MeterRegistry meters,
      @Value("${preloop.audit.before-call}") boolean beforeCall) {
    return new CallRecords(audit, meters, beforeCall);
  }

  @Bean
  ToolCalls toolCalls(
      VisibleTools visible,
      ActivePolicies policies,
      UpstreamCalls upstream,
      Approvals approvals,
      CallRecords records,
      InstantSource clock) {
    return new ToolCalls(visible, policies, upstream, new AskedCalls(approvals), records, clock);
  }

  @Bean
  ApprovedToolCalls approvedToolCalls(
      Principals principals,
      Catalogs catalogs,
      ActivePolicies policies,
      UpstreamCalls upstream,
      Revisions revisions,
      InstantSource clock) {
    return new ApprovedToolCalls(principals, catalogs, policies, upstream, revisions, clock);
  }
}
